// The official JavaScript clients against a guard: each says what it got, as JSON on standard output.
// Standard input: {"origin", "key", "prompt", "secret"}. test_javascript_sdks.py starts this and judges.
import Anthropic from "@anthropic-ai/sdk";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { GoogleGenAI } from "@google/genai";
import { generateText, jsonSchema, streamText, tool } from "ai";
import OpenAI from "openai";
import { readFileSync } from "node:fs";

const { origin, key, prompt, secret } = JSON.parse(readFileSync(0, "utf8"));
const messages = (content) => [{ role: "user", content }];
const parameters = { type: "object", properties: { note: { type: "string" } } };
const save = { name: "save_note", description: "Saves a note.", parameters };

let attempts = 0;
const send = globalThis.fetch;
globalThis.fetch = (...given) => {
  attempts += 1;
  return send(...given);
};

async function collect(stream, piece) {
  let said = "";
  for await (const event of stream) said += piece(event) ?? "";
  return said;
}

// What a refused call throws: the class, the status and the sentence, and how often the client asked.
async function refused(call) {
  const before = attempts;
  try {
    await call();
  } catch (error) {
    const status = error.status ?? error.statusCode;
    return { name: error.name, kind: error.constructor.name, status, message: error.message, attempts: attempts - before };
  }
  return { name: "nothing thrown" };
}

const openai = new OpenAI({ apiKey: key, baseURL: `${origin}/v1` });
const anthropic = new Anthropic({ apiKey: key, baseURL: origin });
const google = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: origin } });

const chat = (content, more = {}) => openai.chat.completions.create({ model: "echo", messages: messages(content), ...more });
const answer = (input, more = {}) => openai.responses.create({ model: "echo", input, ...more });
const message = (content, more = {}) =>
  anthropic.messages.create({ model: "echo", max_tokens: 64, messages: messages(content), ...more });
const content = (contents, config = {}, model = "echo") => google.models.generateContent({ model, contents, config });

const clients = {
  "openai chat": {
    plain: async () => (await chat(prompt)).choices[0].message.content,
    stream: async () => collect(await chat(prompt, { stream: true }), (chunk) => chunk.choices[0]?.delta.content),
    tool: async () => {
      const { choices } = await chat(prompt, { model: "tool", tools: [{ type: "function", function: save }] });
      return JSON.parse(choices[0].message.tool_calls[0].function.arguments).note;
    },
    blocked: () => refused(() => chat(secret)),
    "blocked stream": () => refused(() => chat(secret, { stream: true })),
    "not approved": () => refused(() => chat(prompt, { model: "gpt-9" })),
    "wrong key": () => refused(() => new OpenAI({ apiKey: "wrong", baseURL: `${origin}/v1` }).models.list()),
  },
  "openai responses": {
    plain: async () => (await answer(prompt)).output_text,
    stream: async () =>
      collect(await answer(prompt, { stream: true }), (event) =>
        event.type === "response.output_text.delta" ? event.delta : "",
      ),
    tool: async () => {
      const { output } = await answer(prompt, { model: "tool", tools: [{ type: "function", strict: false, ...save }] });
      return JSON.parse(output[0].arguments).note;
    },
    blocked: () => refused(() => answer(secret)),
    "blocked stream": () => refused(() => answer(secret, { stream: true })),
  },
  anthropic: {
    plain: async () => (await message(prompt)).content[0].text,
    stream: async () => {
      const stream = anthropic.messages.stream({ model: "echo", max_tokens: 64, messages: messages(prompt) });
      return (await stream.finalMessage()).content[0].text;
    },
    tool: async () => {
      const tools = [{ name: save.name, input_schema: parameters }];
      return (await message(prompt, { model: "tool", tools })).content[0].input.note;
    },
    blocked: () => refused(() => message(secret)),
    "blocked stream": () => refused(() => message(secret, { stream: true })),
    "not approved": () => refused(() => message(prompt, { model: "claude-9" })),
  },
  google: {
    plain: async () => (await content(prompt)).text,
    stream: async () =>
      collect(await google.models.generateContentStream({ model: "echo", contents: prompt }), (chunk) => chunk.text),
    tool: async () => {
      const tools = [{ functionDeclarations: [{ name: save.name, parametersJsonSchema: parameters }] }];
      return (await content(prompt, { tools }, "tool")).functionCalls[0].args.note;
    },
    blocked: () => refused(() => content(secret)),
    "not approved": () => refused(() => content(prompt, {}, "gemini-9")),
  },
};

const vendors = {
  "ai openai-compatible": [createOpenAICompatible({ name: "guard", apiKey: key, baseURL: `${origin}/v1` }), "echo", "tool"],
  "ai openai": [createOpenAI({ apiKey: key, baseURL: `${origin}/v1` }), "echo", "tool"],
  "ai anthropic": [createAnthropic({ apiKey: key, baseURL: `${origin}/v1` }), "echo", "tool"],
  "ai google": [createGoogleGenerativeAI({ apiKey: key, baseURL: `${origin}/v1beta` }), "echo", "tool"],
};
for (const [name, [vendor, echo, caller]] of Object.entries(vendors)) {
  const tools = { save_note: tool({ description: save.description, inputSchema: jsonSchema(parameters) }) };
  clients[name] = {
    plain: async () => (await generateText({ model: vendor(echo), prompt })).text,
    stream: async () => collect(streamText({ model: vendor(echo), prompt }).textStream, (piece) => piece),
    tool: async () => (await generateText({ model: vendor(caller), prompt, tools })).toolCalls[0].input.note,
    blocked: () => refused(() => generateText({ model: vendor(echo), prompt: secret })),
  };
}

const found = {};
for (const [client, scenes] of Object.entries(clients)) {
  for (const [scene, play] of Object.entries(scenes)) {
    try {
      found[`${client}: ${scene}`] = await play();
    } catch (error) {
      found[`${client}: ${scene}`] = { unexpected: String(error) };
    }
  }
}
console.log(JSON.stringify(found));
