/** How the line to the server is. */
export type Connection = {
  state: 'connecting' | 'live' | 'reconnecting' | 'offline';
  /** Since when, epoch milliseconds: show nothing for the first two seconds. */
  since: number;
  /** How many updates the last reconnect brought ("Back online · 4 updates"). */
  caughtUp: number;
  /** The server runs a newer build than this page. */
  newBuild: boolean;
  /** Holes seen in the event numbers: a fault of the server or of something between, mended by fetching. */
  holes: number;
};
