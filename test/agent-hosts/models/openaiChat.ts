import * as z from 'zod';
import {
  sendJson,
  startEvents,
  textOf,
  type ModelProtocol,
  type ConversationPart,
  type ToolResult,
} from './modelServer';

const Body = z.object({
  model: z.string(),
  stream: z.boolean().default(false),
  tools: z.array(z.unknown()).default([]),
  messages: z.array(
    z.object({
      role: z.string(),
      content: z.unknown().optional(),
      tool_calls: z.array(z.unknown()).nullish(),
      tool_call_id: z.string().optional(),
    }),
  ),
});
const USAGE = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 };

/** The Chat Completions API of OpenAI, which many providers implement. */
export const openaiChat: ModelProtocol = {
  path: /\/chat\/completions(\?|$)/,
  others: [[/\/models(\?|$)/, { object: 'list', data: [] }]],

  read(body) {
    const { messages, tools } = Body.parse(body);
    const parts: ConversationPart[] = [];
    const results: ToolResult[] = [];
    for (const { role, content, tool_calls, tool_call_id } of messages) {
      if (role === 'user') parts.push({ user: textOf(content) });
      if (role === 'assistant' && (tool_calls ?? []).length > 0) parts.push({ calls: true });
      if (tool_call_id !== undefined) results.push({ id: tool_call_id, text: textOf(content) });
    }
    return { parts, results, offersTools: tools.length > 0 };
  },

  write(response, { body }, answer) {
    const { model, stream } = Body.parse(body);
    const base = { id: `chatcmpl-${Date.now()}`, created: 1, model };
    const finish_reason = 'text' in answer ? 'stop' : 'tool_calls';
    const message =
      'text' in answer
        ? { role: 'assistant', content: answer.text }
        : {
            role: 'assistant',
            content: null,
            tool_calls: answer.calls.map(({ id, tool, input }, index) => ({
              index,
              id,
              type: 'function',
              function: { name: tool, arguments: JSON.stringify(input) },
            })),
          };
    if (!stream) {
      const choices = [{ index: 0, message, finish_reason }];
      sendJson(response, { ...base, object: 'chat.completion', choices, usage: USAGE });
      return;
    }
    const events = startEvents(response);
    const chunk = { ...base, object: 'chat.completion.chunk' };
    events.send({ ...chunk, choices: [{ index: 0, delta: message, finish_reason: null }] });
    events.send({ ...chunk, choices: [{ index: 0, delta: {}, finish_reason }] });
    events.send({ ...chunk, choices: [], usage: USAGE });
    events.send('[DONE]');
    events.end();
  },
};
