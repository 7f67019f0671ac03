import type { Device } from '../../shared/schemas.ts';
import type { RowOf, Tables } from '../db/tables.ts';
import { iso } from '../db/time.ts';

/** The columns of `sessions as s` that `presentDevice` reads. */
export const DEVICE_COLUMNS = ['s.id', 's.device', 's.created_at', 's.last_used_at'] as const;

type DeviceRow = RowOf<{ s: Tables['sessions'] }, typeof DEVICE_COLUMNS>;

/** A session as its owner sees it; `current` is the session of the request. */
export const presentDevice = (row: DeviceRow, currentSessionId: string): Device => ({
  id: row.id,
  device: row.device,
  createdAt: iso(row.created_at),
  lastUsedAt: iso(row.last_used_at ?? row.created_at),
  current: row.id === currentSessionId,
});
