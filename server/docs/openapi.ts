import { z } from 'zod';
import { contract, type Endpoint, endpointNames } from '../../shared/contract.ts';
import { AgentEvent } from '../../shared/events.ts';
import { paths } from '../../shared/paths.ts';
import { PROBLEM_STATUS, Problem, type ProblemCode } from '../../shared/schemas.ts';
import { splitPath } from '../http/serve.ts';

type Json = { [key: string]: unknown };

const LIVE = `Connect with Socket.IO on this origin: \`io({ auth: { token, after?, log? } })\`.
The events below arrive under their names, numbered 1, 2, 3, … in your own stream. With \`after: n\` you first get every
event after \`n\` that you missed, each once and in order, then \`ready { seq, log, build }\`; every REST answer with a \`seq\`
can be continued from there. \`stale { seq }\` in place of the replay means: fetch anew. Not numbered: \`presence\`, \`read\`,
\`session:expired\`. You may send \`ticket:view\` (id), \`ticket:leave\` (id), \`ticket:typing\` ({ id, internal }) and
\`session:renew\` ({ token }); each is acknowledged with \`{ ok: true }\` or \`{ ok: false, error }\`.`;

/** The OpenAPI 3.1 document, made from the contract: nothing in it is written twice. */
export function openApi(): Json {
  const components: Json = {};
  const schema = (type: z.ZodType, io: 'input' | 'output') => schemaOf(type, io, components);
  const operations: Record<string, Json> = {};
  for (const name of endpointNames) {
    const [method, path] = splitPath(paths[name]);
    const template = path.replace(/:(\w+)/g, '{$1}');
    operations[template] = {
      ...operations[template],
      [method.toLowerCase()]: operationOf(name, contract[name], schema),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Helpdesk API',
      version: '1.0.0',
      description:
        'Sign in with `POST /api/auth/login`, copy the `token`, press Authorize and paste it. Errors are RFC 9457 problems.',
    },
    tags: ['Accounts', 'People', 'Tickets', 'Replies', { name: 'Live', description: LIVE }, 'Desk'].map(
      (tag) => (typeof tag === 'string' ? { name: tag } : tag),
    ),
    security: [{ token: [] }],
    paths: operations,
    webhooks: liveEvents(schema),
    components: {
      schemas: components,
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

type Schema = (type: z.ZodType, io: 'input' | 'output') => Json;

function operationOf(name: string, endpoint: Endpoint, schema: Schema): Json {
  const { tag, summary, description, params, query, body, status, response: answer } = endpoint;
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(description && { description }),
    ...(endpoint.public && { security: [] }),
    parameters: [
      ...parametersOf(params, 'path', schema),
      ...parametersOf(query, 'query', schema),
      ...(endpoint.idempotent ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(body && {
      requestBody: {
        required: !body.safeParse(undefined).success,
        content: { 'application/json': { schema: schema(body, 'input') } },
      },
    }),
    responses: {
      [status]: answer
        ? { description: 'Done.', content: { 'application/json': { schema: schema(answer, 'output') } } }
        : { description: 'Done.' },
      ...refusalsOf(endpoint, schema),
    },
  };
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'A UUID of yours: sent again with the same content, the answer is the first one’s.',
  schema: { type: 'string', format: 'uuid' },
};

function parametersOf(shape: z.ZodObject | undefined, where: 'path' | 'query', schema: Schema): Json[] {
  return Object.entries(shape?.shape ?? {}).map(([name, type]) => {
    const { description, ...rest } = schema(type as z.ZodType, 'input');
    return {
      name,
      in: where,
      required: where === 'path',
      ...(description ? { description } : {}),
      schema: rest,
    };
  });
}

/** What it may refuse, a response per status: what its shape implies, and what its entry lists. */
function refusalsOf(endpoint: Endpoint, schema: Schema): Json {
  const implied: ProblemCode[] = [
    ...(endpoint.public ? [] : (['unauthenticated'] as const)),
    'invalid',
    ...(endpoint.body ? (['payload_too_large', 'unsupported_media_type'] as const) : []),
    'unavailable',
  ];
  const codes = [...new Set([...implied, ...(endpoint.errors ?? [])])];
  const byStatus = Object.groupBy(codes, (code) => String(PROBLEM_STATUS[code]));
  const content = { 'application/problem+json': { schema: schema(Problem, 'output') } };
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, some]) => [
      status,
      { description: `\`${some?.join('`, `')}\``, content },
    ]),
  );
}

/** The live events, as webhooks: the nearest word OpenAPI has. */
function liveEvents(schema: Schema): Json {
  return Object.fromEntries(
    AgentEvent.options.map((event) => {
      const [type] = event.shape.type.values;
      const content = { 'application/json': { schema: schema(event, 'output') } };
      const post = {
        tags: ['Live'],
        summary: `Socket.IO event ${type}`,
        requestBody: { content },
        responses: {},
      };
      return [type, { post }];
    }),
  );
}

/** A schema as OpenAPI has it, its named parts moved to the components. */
function schemaOf(type: z.ZodType, io: 'input' | 'output', components: Json): Json {
  // Wrapped, so that a named schema becomes a reference like any other.
  const { properties, $defs } = z.toJSONSchema(z.object({ it: type }), { io, unrepresentable: 'any' });
  const [it, named] = [properties?.it, $defs ?? {}].map((part) =>
    JSON.parse(JSON.stringify(part).replaceAll('#/$defs/', '#/components/schemas/')),
  );
  Object.assign(components, named);
  return it;
}
