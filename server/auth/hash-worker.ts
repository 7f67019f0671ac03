import bcrypt from 'bcryptjs';

// Runs in a worker thread, where synchronous hashing blocks no request.
export const hash = ({ password, cost }: { password: string; cost: number }) =>
  bcrypt.hashSync(password, cost);

export const compare = ({ password, hashed }: { password: string; hashed: string }) =>
  bcrypt.compareSync(password, hashed);
