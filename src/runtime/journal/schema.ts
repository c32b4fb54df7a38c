/** The tables of the journal. A version, once released, is never edited: what changes is a further migration. */

/** SQL that leads from version `n` to `n + 1`, by `n`; a new file begins at 0. */
export const migrations: readonly string[] = [
  `
  -- Times are milliseconds since 1970. pid, process and host are of the driver that holds the run, null once it is over.
  CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    workflow TEXT NOT NULL,
    file TEXT NOT NULL,
    plan TEXT NOT NULL,
    args TEXT NOT NULL,
    out TEXT,
    seed INTEGER NOT NULL,
    workers INTEGER NOT NULL,
    version TEXT NOT NULL,
    state TEXT NOT NULL,
    started INTEGER NOT NULL,
    ended INTEGER,
    tasks INTEGER NOT NULL DEFAULT 0,
    planned INTEGER NOT NULL DEFAULT 0,
    failure TEXT,
    sources TEXT,
    pid INTEGER,
    process TEXT,
    host TEXT,
    seen INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE steps (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL,
    name TEXT NOT NULL,
    label TEXT NOT NULL,
    UNIQUE (run, name)
  ) STRICT;

  -- A step in one iteration of the regions around it.
  CREATE TABLE places (
    id INTEGER PRIMARY KEY,
    step INTEGER NOT NULL,
    at TEXT NOT NULL,
    tasks INTEGER NOT NULL,
    state INTEGER NOT NULL,
    UNIQUE (step, at)
  ) STRICT;

  -- Not strict: affinity keeps the name 17 as an integer and 0_17 as text. started is milliseconds after that of the run,
  -- elapsed milliseconds; start, read, compute and write are microseconds.
  CREATE TABLE attempts (
    place INTEGER NOT NULL,
    task INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    state INTEGER NOT NULL,
    started INTEGER NOT NULL,
    elapsed INTEGER,
    start INTEGER,
    read INTEGER,
    compute INTEGER,
    write INTEGER,
    bytes_in INTEGER,
    bytes_out INTEGER,
    records_in INTEGER,
    records_out INTEGER,
    peak INTEGER,
    skipped INTEGER,
    replaced INTEGER,
    printed INTEGER,
    counters TEXT,
    dead_letters TEXT,
    failure TEXT,
    PRIMARY KEY (place, task, attempt)
  ) WITHOUT ROWID;

  -- What a task came to, by the SHA-256 of all that shapes it; parts says what went into that.
  CREATE TABLE identities (
    key BLOB PRIMARY KEY,
    run INTEGER NOT NULL,
    result TEXT NOT NULL,
    parts TEXT NOT NULL
  ) STRICT;

  -- Objects of \`source\` are part of \`run\`.
  CREATE TABLE uses (
    run INTEGER NOT NULL,
    source INTEGER NOT NULL,
    PRIMARY KEY (run, source)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE files (
    path TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    digest BLOB NOT NULL,
    used INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
];

export const schemaVersion = migrations.length;

/** How it stands with an attempt, as `attempts.state` has it. */
export const attemptStates = { running: 0, done: 1, retried: 2, failed: 3, cancelled: 4 } as const;

/** How it stands with a step in one iteration, as `places.state` has it. */
export const placeStates = { running: 0, done: 1, failed: 2, cancelled: 3 } as const;
