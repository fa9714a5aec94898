import * as z from 'zod';
import {
  sendJson,
  startEvents,
  type ModelProtocol,
  type ConversationPart,
  type ToolResult,
} from './modelServer';

const FunctionResponse = z.object({
  id: z.string().optional(),
  name: z.string(),
  response: z.looseObject({ error: z.unknown().optional(), output: z.unknown().optional() }),
});
const Part = z.object({
  text: z.string().optional(),
  functionCall: z.unknown().optional(),
  functionResponse: FunctionResponse.optional(),
});
const Body = z.object({
  contents: z.array(z.object({ role: z.string().optional(), parts: z.array(Part).default([]) })),
  tools: z.array(z.unknown()).default([]),
});

/** The Gemini API: generateContent and streamGenerateContent. */
export const geminiContent: ModelProtocol = {
  path: /:(?:streamG|g)enerateContent/,
  others: [[/:countTokens/, { totalTokens: 10 }]],

  read(body) {
    const { contents, tools } = Body.parse(body);
    const conversation: ConversationPart[] = [];
    const results: ToolResult[] = [];
    for (const { role, parts } of contents) {
      if (role === 'model') {
        if (parts.some((part) => part.functionCall !== undefined))
          conversation.push({ calls: true });
        continue;
      }
      for (const part of parts) {
        if (part.text !== undefined) conversation.push({ user: part.text });
        const { functionResponse } = part;
        if (functionResponse !== undefined) {
          results.push(resultOf(functionResponse, `${functionResponse.name} ${results.length}`));
        }
      }
    }
    return { parts: conversation, results, offersTools: tools.length > 0 };
  },

  write(response, { path }, answer) {
    const parts =
      'text' in answer
        ? [{ text: answer.text }]
        : answer.calls.map(({ id, tool, input }) => ({
            functionCall: { id, name: tool, args: input },
          }));
    const whole = {
      candidates: [{ index: 0, content: { role: 'model', parts }, finishReason: 'STOP' }],
      usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 10, totalTokenCount: 20 },
    };
    if (!path.includes(':streamGenerateContent')) {
      sendJson(response, whole);
      return;
    }
    const events = startEvents(response);
    events.send(whole);
    events.end();
  },
};

/** Results without an id are distinguished by their index. */
function resultOf({ id, response }: z.infer<typeof FunctionResponse>, place: string): ToolResult {
  const brought = response.error ?? response.output ?? response;
  return { id: id ?? place, text: typeof brought === 'string' ? brought : JSON.stringify(brought) };
}
