import * as z from 'zod';
import {
  sendJson,
  startEvents,
  textOf,
  type ModelProtocol,
  type ConversationPart,
  type ToolResult,
} from './modelServer';

const Part = z.object({
  type: z.string(),
  text: z.string().optional(),
  tool_use_id: z.string().optional(),
  content: z.unknown().optional(),
});
const Body = z.object({
  model: z.string(),
  stream: z.boolean().default(false),
  tools: z.array(z.unknown()).default([]),
  messages: z.array(z.object({ role: z.string(), content: z.union([z.string(), z.array(Part)]) })),
});

/** The Messages API of Anthropic. */
export const anthropicMessages: ModelProtocol = {
  path: /\/v1\/messages(\?|$)/,
  others: [[/count_tokens/, { input_tokens: 10 }]],

  read(body) {
    const { messages, tools } = Body.parse(body);
    const conversation: ConversationPart[] = [];
    const results: ToolResult[] = [];
    for (const { role, content } of messages) {
      const parts = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
      if (role === 'assistant') {
        if (parts.some(({ type }) => type === 'tool_use')) conversation.push({ calls: true });
        continue;
      }
      for (const part of parts) {
        if (part.text !== undefined) conversation.push({ user: part.text });
        if ('tool_use_id' in part && part.tool_use_id !== undefined) {
          results.push({ id: part.tool_use_id, text: textOf(part.content) });
        }
      }
    }
    return { parts: conversation, results, offersTools: tools.length > 0 };
  },

  write(response, { body }, answer) {
    const { model, stream } = Body.parse(body);
    const blocks =
      'text' in answer
        ? [{ type: 'text', text: answer.text }]
        : answer.calls.map(({ id, tool, input }) => ({ type: 'tool_use', id, name: tool, input }));
    const stop_reason = 'text' in answer ? 'end_turn' : 'tool_use';
    const message = {
      id: `msg_${Date.now()}`,
      type: 'message',
      role: 'assistant',
      model,
      stop_sequence: null,
      usage: { input_tokens: 10, output_tokens: 10 },
    };
    if (!stream) {
      sendJson(response, { ...message, content: blocks, stop_reason });
      return;
    }
    const events = startEvents(response);
    const send = (type: string, more: object = {}): void => {
      events.send({ type, ...more }, type);
    };
    send('message_start', { message: { ...message, content: [], stop_reason: null } });
    for (const [index, block] of blocks.entries()) {
      const [start, delta] =
        'text' in block
          ? [
              { ...block, text: '' },
              { type: 'text_delta', text: block.text },
            ]
          : [
              { ...block, input: {} },
              { type: 'input_json_delta', partial_json: JSON.stringify(block.input) },
            ];
      send('content_block_start', { index, content_block: start });
      send('content_block_delta', { index, delta });
      send('content_block_stop', { index });
    }
    const end = { stop_reason, stop_sequence: null };
    send('message_delta', { delta: end, usage: { output_tokens: 10 } });
    send('message_stop');
    events.end();
  },
};
