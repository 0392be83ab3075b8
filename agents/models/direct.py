"""LangChain's model for the OpenAI wire, on a shorter way to it."""

from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatResult
from langchain_openai import ChatOpenAI
from openai.types.chat import ChatCompletion


class DirectChatOpenAI(ChatOpenAI):
    """Posts the request as LangChain made it.

    The client library's `chat.completions.create` would compare each message with the types of all messages that
    there are: an eighth of the event loop's CPU in a batch. Its `post`, meant for any request, has the same keys, time
    limits and errors. A typed answer (`with_structured_output`) goes LangChain's own way, which parses it.
    """

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        payload = self._get_request_payload(messages, stop=stop, **kwargs)
        if "response_format" in payload:
            return await super()._agenerate(messages, stop=stop, run_manager=run_manager, **kwargs)
        extra = payload.pop("extra_body", {})
        reply = await self.root_async_client.post(
            "/chat/completions", cast_to=ChatCompletion, body={**payload, **extra}
        )
        return self._create_chat_result(reply)
