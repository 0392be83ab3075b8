"""How texts are read: files and pages, request and source, Markdown, sentences, languages."""
