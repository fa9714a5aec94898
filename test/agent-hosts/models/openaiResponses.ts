import * as z from 'zod';
import {
  sendJson,
  startEvents,
  textOf,
  type Answer,
  type ModelProtocol,
  type ConversationPart,
  type ToolResult,
} from './modelServer';

const CALLS = ['function_call', 'custom_tool_call', 'local_shell_call'];
const Item = z.object({
  type: z.string().optional(),
  role: z.string().optional(),
  content: z.unknown().optional(),
  call_id: z.string().optional(),
  output: z.unknown().optional(),
});
const Body = z.object({
  model: z.string(),
  stream: z.boolean().default(false),
  tools: z.array(z.unknown()).default([]),
  input: z.union([
    z.string().transform((content) => [{ role: 'user', content, output: undefined }]),
    z.array(Item),
  ]),
});

/** The Responses API of OpenAI. */
export const openaiResponses: ModelProtocol = {
  path: /\/responses(\?|$)/,
  others: [[/\/models(\?|$)/, { object: 'list', data: [], models: [] }]],

  read(body) {
    const { input, tools } = Body.parse(body);
    const parts: ConversationPart[] = [];
    const results: ToolResult[] = [];
    let wasCall = false;
    for (const { type = '', role, content, call_id, output } of input as z.infer<typeof Item>[]) {
      const isCall = CALLS.includes(type);
      // Adjacent calls form one turn.
      if (isCall && !wasCall) parts.push({ calls: true });
      wasCall = isCall;
      if (role === 'user' || type === 'agent_message') parts.push({ user: textOf(content) });
      if (type.endsWith('_output') && call_id !== undefined) {
        results.push({ id: call_id, text: textOf(output) });
      }
    }
    return { parts, results, offersTools: tools.length > 0 };
  },

  write(response, { body }, answer) {
    const { model, stream } = Body.parse(body);
    const output = itemsOf(answer);
    const usage = {
      input_tokens: 10,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 10,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 20,
    };
    const id = `resp_${Date.now()}`;
    const base = { id, object: 'response', created_at: 1, model };
    const whole = { ...base, status: 'completed', output, usage };
    if (!stream) {
      sendJson(response, whole);
      return;
    }
    const events = startEvents(response);
    let sequence_number = 0;
    const send = (type: string, more: object): void => {
      events.send({ type, sequence_number: sequence_number++, ...more }, type);
    };
    send('response.created', {
      response: { ...base, status: 'in_progress', output: [], usage: null },
    });
    for (const [output_index, item] of output.entries()) {
      const started = { ...item, status: 'in_progress' };
      send('response.output_item.added', { output_index, item: started });
      send('response.output_item.done', { output_index, item });
    }
    send('response.completed', { response: whole });
    events.end();
  },
};

function itemsOf(answer: Answer): readonly object[] {
  const status = 'completed';
  if ('text' in answer) {
    const content = [{ type: 'output_text', text: answer.text, annotations: [] }];
    return [{ type: 'message', id: 'msg_1', role: 'assistant', status, content }];
  }
  return answer.calls.map(({ id, tool, input, namespace, text }) => ({
    ...{ id: `item_${id}`, status, call_id: id, name: tool },
    ...(namespace === undefined ? {} : { namespace }),
    ...(text === undefined
      ? { type: 'function_call', arguments: JSON.stringify(input) }
      : { type: 'custom_tool_call', input: text }),
  }));
}
