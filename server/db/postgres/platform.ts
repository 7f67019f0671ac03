import { IntegerType, PostgreSqlPlatform, Type } from '@mikro-orm/postgresql';

type Column = Parameters<PostgreSqlPlatform['getIntegerTypeDeclarationSQL']>[0];
type NumericProperty = Parameters<PostgreSqlPlatform['isNumericProperty']>;

/**
 * Stores every value as SQLite does: times as epoch milliseconds, booleans as 0 or 1, objects as JSON text. So all
 * queries return the rows of `Tables` on either engine.
 */
export class SqliteCompatiblePlatform extends PostgreSqlPlatform {
  /** A SQLite integer has 64 bits. */
  override getIntegerTypeDeclarationSQL(column: Column): string {
    return column.autoincrement && !column.generated ? 'bigserial' : 'bigint';
  }

  /** Without this, MikroORM would write every bigint as text, times included. */
  override getMappedType(type: string) {
    return /^(bigint|bigserial|int8)$/.test(type) ? Type.getType(IntegerType) : super.getMappedType(type);
  }

  override getDateTimeTypeDeclarationSQL(): string {
    return 'bigint';
  }

  override getCurrentTimestampSQL(): string {
    return '(extract(epoch from now()) * 1000)::bigint';
  }

  override getBooleanTypeDeclarationSQL(): string {
    return 'smallint';
  }

  override getVarcharTypeDeclarationSQL(): string {
    return 'text';
  }

  override getUuidTypeDeclarationSQL(): string {
    return 'text';
  }

  override getJsonDeclarationSQL(): string {
    return 'text';
  }

  override convertsJsonAutomatically(): boolean {
    return false;
  }

  /** Otherwise a time in a column of integers would stay a number in an entity. */
  override isNumericProperty(...[property, ignoreCustomType]: NumericProperty): boolean {
    return property.runtimeType !== 'Date' && super.isNumericProperty(property, ignoreCustomType);
  }

  /** For the comparison of an entity with its row. */
  override processDateProperty(value: unknown): string | number | Date {
    return value instanceof Date ? value.getTime() : (value as string | number | Date);
  }

  override escape(value: unknown): string {
    if (value instanceof Date) return String(value.getTime());
    if (typeof value === 'boolean') return value ? '1' : '0';
    return super.escape(value);
  }

  override castColumn(): string {
    return '';
  }
}
