import { z } from 'zod';
import { contract, type Endpoint, endpointNames } from '../../shared/contract.ts';
import { AgentEvent } from '../../shared/events.ts';
import { paths } from '../../shared/paths.ts';
import { PROBLEM_STATUS, Problem, type ProblemCode } from '../../shared/schemas.ts';
import { splitPath } from '../http/serve.ts';

type Json = { [key: string]: unknown };

const LIVE_DESCRIPTION = `Connect with Socket.IO on this origin: \`io({ auth: { token, after?, log? } })\`.
The server emits the events below under their names, numbered 1, 2, 3, … in your own stream. With \`after: n\` it first
replays every event after \`n\`, each once and in order, then emits \`ready { seq, log, build }\`. A REST response with a
\`seq\` can be continued from that number. \`stale { seq }\` in place of the replay means: fetch the data again. Not numbered:
\`presence\`, \`read\`, \`session:expired\`; to agents that send \`presenceSnapshot: true\` in \`auth\`, the presence on all tickets
comes as one \`presence:snapshot { tickets }\`. A connection that sends more than 10 packets before it is signed in, or more than
600 a minute after, is closed. Clients may send \`ticket:view\` (id), \`ticket:leave\` (id), \`ticket:typing\` ({ id, internal }) and
\`session:renew\` ({ token }); each is acknowledged with \`{ ok: true }\` or \`{ ok: false, error }\`.`;

/** Generates the OpenAPI 3.1 document from the contract. */
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
        'Sign in with `POST /api/auth/login`, copy the `token`, press Authorize and paste it. Errors are RFC 9457 problem details.',
    },
    tags: [
      'Accounts',
      'Users',
      'Tickets',
      'Replies',
      { name: 'Live', description: LIVE_DESCRIPTION },
      'System',
    ].map((tag) => (typeof tag === 'string' ? { name: tag } : tag)),
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
  const { tag, summary, description, params, query, body, status, response } = endpoint;
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
      [status]: response
        ? { description: 'Success.', content: { 'application/json': { schema: schema(response, 'output') } } }
        : { description: 'Success.' },
      ...errorsOf(endpoint, schema),
    },
  };
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'A UUID. A repeated request with the same key and content gets the first response again.',
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

/** The error responses, one per status: those that the shape implies and those that the contract lists. */
function errorsOf(endpoint: Endpoint, schema: Schema): Json {
  const implied: ProblemCode[] = [
    ...(endpoint.public ? [] : (['unauthenticated', 'rate_limited'] as const)),
    'invalid',
    ...(endpoint.body ? (['payload_too_large', 'unsupported_media_type'] as const) : []),
    'unavailable',
  ];
  const codes = [...new Set([...implied, ...(endpoint.errors ?? [])])];
  const byStatus = Object.groupBy(codes, (code) => String(PROBLEM_STATUS[code]));
  const content = { 'application/problem+json': { schema: schema(Problem, 'output') } };
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, group]) => [
      status,
      { description: `\`${group?.join('`, `')}\``, content },
    ]),
  );
}

/** The socket events, described as webhooks: OpenAPI has no term for them. */
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

/** Converts a schema to OpenAPI and moves its named parts to the components. */
function schemaOf(type: z.ZodType, io: 'input' | 'output', components: Json): Json {
  // Wrapped: a named schema at the root would not become a reference.
  const { properties, $defs } = z.toJSONSchema(z.object({ wrapped: type }), { io, unrepresentable: 'any' });
  const [converted, named] = [properties?.wrapped, $defs ?? {}].map((part) =>
    JSON.parse(JSON.stringify(part).replaceAll('#/$defs/', '#/components/schemas/')),
  );
  Object.assign(components, named);
  return converted;
}
