/** A value that both engines store as it is. */
export type BoundValue = string | number | bigint | Buffer | null;

/** The values of a query as columns hold them; null if one of them or a placeholder is of another kind: MikroORM writes those into the text. */
export function toBoundValues(query: unknown, params: unknown = []): BoundValue[] | null {
  if (typeof query !== 'string' || !Array.isArray(params) || /\\\?|\?\?/.test(query)) return null;
  const values: BoundValue[] = [];
  for (const param of params) {
    if (typeof param === 'boolean') values.push(Number(param));
    else if (param instanceof Date) values.push(param.getTime());
    else if (isBound(param)) values.push(param);
    else return null;
  }
  return values;
}

const isBound = (value: unknown): value is BoundValue =>
  value === null || ['string', 'number', 'bigint'].includes(typeof value) || Buffer.isBuffer(value);
