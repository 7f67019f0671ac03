/** The accounts that `SEED=demo` creates. Their passwords are public: the README lists them. */
export const DEMO_ACCOUNTS = [
  { email: 'agent@example.com', name: 'Sam Lee', password: 'agent123', role: 'agent' },
  { email: 'agent2@example.com', name: 'Robin Park', password: 'agent123', role: 'agent' },
  { email: 'customer@example.com', name: 'Lena Fischer', password: 'customer123', role: 'customer' },
] as const;
