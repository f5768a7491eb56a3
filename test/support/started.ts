/** What the window tests have started so far: each costs seconds, and `npm test` says how many there were. */
export const started = { windows: 0, servers: 0, browsers: 0 };
