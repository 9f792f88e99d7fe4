/** All shares of a tree's manifests, each in a thread of its own where there are enough files for that. */
import type { Worker } from 'node:worker_threads';
import type { RepositoryFacts } from '../repository-facts.js';
import { type OtherShares, readShare, type ShareFindings, type ShareRead, type ShareRequest } from './share.js';

/** A share wherever it is. */
interface RunningShare {
  readonly read: ShareRead;
  readonly judgeRest: (others: OtherShares) => ShareFindings | Promise<ShareFindings>;
}

/** What all shares read and found. */
export interface Shares {
  readonly reads: readonly ShareRead[];
  readonly found: readonly ShareFindings[];
  /** Every file that a manifest names as its job document. */
  readonly documentFiles: ReadonlySet<string>;
}

/**
 * How many files make it worth the while to start one more thread. It compiles everything anew, and the engine's own threads,
 * which compile and collect garbage for the first one, leave it less than a processor.
 */
const filesPerThread = 15_000;

/** More threads wait for the disk and for each other's memory. */
const threadsMax = 4;

/** How many threads are best for so many files on this machine. */
export async function threadsFor(files: number): Promise<number> {
  if (files < 2 * filesPerThread) return 1;
  const { availableParallelism } = await import('node:os');
  return Math.max(1, Math.min(availableParallelism(), threadsMax, Math.floor(files / filesPerThread)));
}

/**
 * What is found in the files; undefined when two manifests have one identity, or nearly. Which of them is the first, and
 * where it stands, is known only where both are read.
 *
 * @param threads how many work at once; this one is one of them.
 */
export async function readShares(request: Omit<ShareRequest, 'taken'>, threads: number): Promise<Shares | undefined> {
  const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const shared: ShareRequest = { ...request, taken };
  const workers = await startWorkers(shared, threads - 1);
  try {
    // This thread works while the others start.
    const own: RunningShare = readShare(shared);
    const shares = [own, ...(await Promise.all(workers.map(({ share }) => share)))];
    const reads = shares.map(({ read }) => read);
    const documentFiles = new Set(reads.flatMap((read) => read.documentFiles));
    const facts = reads.map((read) => factsKnowing(read, documentFiles));
    if (hasTwins(facts)) return undefined;
    const rest = shares.map(({ read, judgeRest }, index) =>
      read.waits
        ? judgeRest({ elsewhere: facts.filter((_, other) => other !== index), documentFiles })
        : { diagnostics: [], sources: new Map() },
    );
    return { reads, found: [...reads.map(({ found }) => found), ...(await Promise.all(rest))], documentFiles };
  } finally {
    await Promise.all(workers.map(({ worker }) => worker.terminate()));
  }
}

/** The facts of a share: a file that seems to be no manifest, and that no manifest names, may speak of anything. */
function factsKnowing({ facts, strangers }: ShareRead, documentFiles: ReadonlySet<string>): RepositoryFacts {
  const complete = facts.complete && strangers.every(({ file, empty }) => empty || documentFiles.has(file));
  return complete === facts.complete ? facts : { ...facts, complete };
}

function hasTwins(facts: readonly RepositoryFacts[]): boolean {
  const seen = new Set<string>();
  let count = 0;
  for (const { identities } of facts) {
    for (const { kind, name } of identities) {
      seen.add(`${kind} ${name.toLowerCase()}`);
      count += 1;
    }
  }
  return seen.size < count;
}

interface RunningWorker {
  readonly worker: Worker;
  readonly share: Promise<RunningShare>;
}

async function startWorkers(request: ShareRequest, count: number): Promise<readonly RunningWorker[]> {
  if (count === 0) return [];
  // Loaded here: it takes milliseconds, which a check of few files should not spend.
  const { Worker } = await import('node:worker_threads');
  const file = new URL('./share-worker.js', import.meta.url);
  return Array.from({ length: count }, () => runningWorker(new Worker(file, { workerData: request })));
}

function runningWorker(worker: Worker): RunningWorker {
  const failure = new Promise<never>((_, reject) => worker.once('error', reject));
  // Whoever waits for the worker hears of it; nobody has to.
  failure.catch(() => {});
  const next = <T>() => Promise.race([failure, new Promise<T>((resolve) => worker.once('message', resolve))]);
  const share = next<ShareRead>().then((read) => ({
    read,
    judgeRest: (others: OtherShares) => {
      const findings = next<ShareFindings>();
      worker.postMessage(others);
      return findings;
    },
  }));
  share.catch(() => {});
  return { worker, share };
}
