import bcrypt from 'bcryptjs';

// Runs in worker threads, where blocking is fine.
export const hash = ({ password, cost }: { password: string; cost: number }) =>
  bcrypt.hashSync(password, cost);

export const compare = ({ password, hashed }: { password: string; hashed: string }) =>
  bcrypt.compareSync(password, hashed);
