"""A caller whose model answers from a list: for tests of one agent, where no endpoint is needed."""

from agents.models.calling import Caller, WireReply, WireRequest


class Script:
    """Answers in order; `prompts` keeps what was asked. An answer `("text", "length")` is one that was cut."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.prompts = []
        self.caller = Caller(self.wire, model="openai:scripted", node="test")

    async def wire(self, request: WireRequest) -> WireReply:
        self.prompts.append("\n\n".join(message["content"] for message in request.messages))
        answer = self.answers.pop(0)
        text, reason = answer if isinstance(answer, tuple) else (answer, "stop")
        return WireReply(
            text=text,
            finish_reason=reason,
            refusal=None,
            input_tokens=10,
            output_tokens=5,
            seconds=0.0,
            model=request.model,
        )
