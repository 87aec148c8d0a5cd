"""Asks `serve` by the Python packages, and prints what came as JSON. Each package that is missing is left out."""

import importlib.util
import json
import os

BASE = os.environ["SERVE_URL"]
KEY = os.environ["SERVE_KEY"]
MODEL = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"
MESSAGES = [{"role": "user", "content": "Say hello."}]


def ask_by_openai():
    import openai

    client = openai.OpenAI(base_url=f"{BASE}/v1", api_key=KEY, max_retries=0)
    chunks = client.chat.completions.create(model=MODEL, messages=MESSAGES, stream=True)
    with client.responses.stream(model=MODEL, input="Say hello.") as stream:
        for _ in stream:
            pass
        streamed_response = stream.get_final_response().output_text
    try:
        client.chat.completions.create(model="no-such-model", messages=MESSAGES)
        error = None
    except openai.NotFoundError as refusal:
        error = refusal.code
    return {
        "chat": client.chat.completions.create(model=MODEL, messages=MESSAGES).choices[0].message.content,
        "streamed_chat": "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices),
        "response": client.responses.create(model=MODEL, input="Say hello.").output_text,
        "streamed_response": streamed_response,
        "dimensions": len(
            client.embeddings.create(model="amazon.titan-embed-text-v2:0", input="hi").data[0].embedding
        ),
        "models": len(client.models.list().data) > 0,
        "error": error,
    }


def ask_by_anthropic():
    import anthropic

    client = anthropic.Anthropic(base_url=BASE, api_key=KEY, max_retries=0)
    request = {"model": MODEL, "messages": MESSAGES}
    with client.messages.stream(max_tokens=100, **request) as stream:
        streamed = stream.get_final_text()
    return {
        "message": client.messages.create(max_tokens=100, **request).content[0].text,
        "streamed_message": streamed,
        "counted": client.messages.count_tokens(**request).input_tokens > 0,
        "models": client.models.list().data[0].type,
    }


ASK = {"openai": ask_by_openai, "anthropic": ask_by_anthropic}
print(json.dumps({name: ask() for name, ask in ASK.items() if importlib.util.find_spec(name)}))
