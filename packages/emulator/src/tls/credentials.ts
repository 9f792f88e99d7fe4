/** The certificates of the emulator and of one device, kept in a folder: made on the first start, found again on the next. */
import { createPrivateKey, generateKeyPair, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Purpose, signedCertificate } from './certificate.js';

/** What the server speaks TLS with, in PEM. */
export interface Credentials {
  readonly ca: string;
  readonly serverCertificate: string;
  readonly serverKey: string;
  readonly files: CredentialFiles;
}

/** Where a device finds what it needs to connect, as absolute or relative paths like the folder's. */
export interface CredentialFiles {
  /** The authority that a device must trust; AWS's counterpart is AmazonRootCA1.pem. */
  readonly ca: string;
  readonly certificate: string;
  readonly privateKey: string;
}

const dayMs = 24 * 3_600_000;
/** An authority lives ten years; what it signs 800 days, for Apple's systems trust no server certificate over 825. */
const lifeMs: Readonly<Record<Purpose, number>> = {
  authority: 3650 * dayMs,
  server: 800 * dayMs,
  client: 3650 * dayMs,
};
/** A certificate is replaced when it has fewer days than this left. */
const marginMs = 30 * dayMs;

interface Identity {
  readonly certificate: string;
  readonly key: KeyObject;
}

/** Returns the credentials in a folder, after making those that are missing, foreign or about to expire. `now` is in milliseconds. */
export async function loadCredentials(directory: string, hosts: readonly string[], now: number): Promise<Credentials> {
  await makeFolder(directory);
  // Keys must not slip into a commit.
  await writeFile(join(directory, '.gitignore'), '*\n');
  const maker: Maker = { directory, now };
  const ca = await identity(maker, {
    file: 'ca',
    purpose: 'authority',
    subject: 'iot-rollouts emulator CA',
    hosts: [],
  });
  const leaf = (wanted: Wanted) => identity(maker, wanted, ca);
  const [server] = await Promise.all([
    leaf({ file: 'server', purpose: 'server', subject: 'iot-rollouts emulator', hosts }),
    leaf({ file: 'device', purpose: 'client', subject: 'iot-rollouts emulator device', hosts: [] }),
  ]);
  const [caFile, device] = [pathsOf(directory, 'ca'), pathsOf(directory, 'device')];
  return {
    ca: ca.certificate,
    serverCertificate: server.certificate,
    serverKey: privatePem(server.key),
    files: { ca: caFile.certificate, certificate: device.certificate, privateKey: device.key },
  };
}

/** Makes a folder and those above it. Node's own recursive mkdir never ends where a file system refuses, as below /proc. */
async function makeFolder(directory: string): Promise<void> {
  const missing: string[] = [];
  for (let folder = resolve(directory); !(await exists(folder)); folder = dirname(folder)) missing.unshift(folder);
  for (const folder of missing)
    await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error; // Another emulator was quicker.
    });
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

interface Maker {
  readonly directory: string;
  readonly now: number;
}

interface Wanted {
  readonly file: 'ca' | 'server' | 'device';
  readonly purpose: Purpose;
  readonly subject: string;
  readonly hosts: readonly string[];
}

/** Returns the identity of the folder if it still serves, else a new one. Without an issuer it signs itself. */
async function identity(maker: Maker, wanted: Wanted, issuer?: Identity): Promise<Identity> {
  const paths = pathsOf(maker.directory, wanted.file);
  const [certificate, keyText] = await Promise.all([textOf(paths.certificate), textOf(paths.key)]);
  const found = certificate === undefined || keyText === undefined ? undefined : parsed(certificate, keyText);
  if (found !== undefined && serves(found, wanted, issuer, maker.now)) return found;
  const made = await newIdentity(wanted, issuer, maker.now);
  await writeFile(paths.key, privatePem(made.key), { mode: 0o600 });
  await writeFile(paths.certificate, made.certificate);
  return made;
}

function pathsOf(directory: string, file: Wanted['file']) {
  return { certificate: join(directory, `${file}.pem`), key: join(directory, `${file}.key`) };
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parsed(certificate: string, keyText: string): Identity | undefined {
  try {
    const key = createPrivateKey(keyText);
    return new X509Certificate(certificate).checkPrivateKey(key) ? { certificate, key } : undefined;
  } catch {
    return undefined; // Damaged: it is made anew.
  }
}

function serves({ certificate }: Identity, { hosts }: Wanted, issuer: Identity | undefined, now: number): boolean {
  const x509 = new X509Certificate(certificate);
  const authority = issuer === undefined ? x509 : new X509Certificate(issuer.certificate);
  const isIssued = x509.checkIssued(authority) && x509.verify(authority.publicKey);
  const isCurrent = Date.parse(x509.validFrom) <= now && now < Date.parse(x509.validTo) - marginMs;
  const covers = (host: string) => (isIP(host) ? x509.checkIP(host) : x509.checkHost(host)) !== undefined;
  return isIssued && isCurrent && hosts.every(covers);
}

async function newIdentity(wanted: Wanted, issuer: Identity | undefined, now: number): Promise<Identity> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const authority = issuer === undefined ? undefined : new X509Certificate(issuer.certificate);
  const content = {
    ...wanted,
    issuer: authority === undefined ? wanted.subject : authority.subject.replace(/^CN=/, ''),
    publicKey,
    issuerPublicKey: authority?.publicKey ?? publicKey,
    serialNumber: randomBytes(16),
    notBefore: now - dayMs, // A device's clock may be behind.
    notAfter: now + lifeMs[wanted.purpose],
  };
  return { certificate: signedCertificate(content, issuer?.key ?? privateKey), key: privateKey };
}

/** The form that AWS IoT hands out and that every device library reads. */
function privatePem(key: KeyObject): string {
  return key.export({ type: 'pkcs1', format: 'pem' }).toString();
}
