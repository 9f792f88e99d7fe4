/** A thread that reads and judges a share of the manifests; see `share.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { type OtherShares, readShare, type ShareRequest } from './share.js';

if (parentPort === null) throw new Error('this file is a thread of its own, started by iot-rollouts');
const port = parentPort;
const { read, judgeRest } = readShare(workerData as ShareRequest);
port.postMessage(read);
port.once('message', (others: OtherShares) => port.postMessage(judgeRest(others)));
