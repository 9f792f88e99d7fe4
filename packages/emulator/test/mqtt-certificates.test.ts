import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadCredentials } from '../src/tls/credentials.js';
import { integer, objectIdentifier, tagged, time } from '../src/tls/der.js';

let directory: string;
const now = Date.UTC(2026, 0, 1);
const day = 24 * 3_600_000;
const hosts = ['localhost', '127.0.0.1', '::1'];
const certificateOf = async (file: string) => new X509Certificate(await readFile(join(directory, file), 'utf8'));

/** Keys take their time, so most tests begin with a copy of this folder. */
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'iot-rollouts-tls-'));
  await loadCredentials(join(root, 'new', 'made'), hosts, now);
});
afterAll(() => rm(root, { recursive: true }));
beforeEach(async () => {
  directory = await mkdtemp(join(root, 'test-'));
  await cp(join(root, 'new', 'made'), directory, { recursive: true });
});

describe('certificates', () => {
  it('are made on the first start: an authority, a server for this machine, a device', async () => {
    const { files } = await loadCredentials(directory, hosts, now);
    expect(files).toEqual({
      ca: join(directory, 'ca.pem'),
      certificate: join(directory, 'device.pem'),
      privateKey: join(directory, 'device.key'),
    });
    const [ca, server, device] = await Promise.all(['ca.pem', 'server.pem', 'device.pem'].map(certificateOf));
    expect(ca!.ca).toBe(true);
    for (const leaf of [server!, device!]) {
      expect(leaf.ca).toBe(false);
      expect(leaf.checkIssued(ca!) && leaf.verify(ca!.publicKey)).toBe(true);
    }
    expect(server!.checkHost('localhost')).toBe('localhost');
    expect([server!.checkIP('127.0.0.1'), server!.checkIP('::1')]).toEqual(['127.0.0.1', '::1']);
    expect(server!.checkHost('example.com')).toBeUndefined();
    const days = (Date.parse(server!.validTo) - Date.parse(server!.validFrom)) / day;
    expect(days).toBeLessThan(825);
  });

  it('are secrets: only their owner reads the keys, and Git does not see them', async () => {
    const { files } = await loadCredentials(directory, hosts, now);
    expect((await stat(files.privateKey)).mode & 0o077).toBe(0);
    expect(await readFile(files.privateKey, 'utf8')).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
    expect(await readFile(join(directory, '.gitignore'), 'utf8')).toBe('*\n');
  });

  it.skipIf(!existsSync('/proc/self'))('say at once where no folder can be made', async () => {
    await expect(loadCredentials('/proc/none/tls', hosts, now)).rejects.toMatchObject({ path: '/proc/none' });
    const file = join(directory, 'ca.pem');
    await expect(loadCredentials(join(file, 'a', 'b'), hosts, now)).rejects.toMatchObject({ code: 'ENOTDIR' });
    await expect(loadCredentials(file, hosts, now)).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  it('are found again, and only what no longer serves is made anew', async () => {
    const first = await loadCredentials(directory, hosts, now);
    const device = await readFile(first.files.certificate, 'utf8');
    expect(await loadCredentials(directory, hosts, now + day)).toEqual(first);
    const moved = await loadCredentials(directory, [...hosts, 'bench.local'], now);
    expect(moved.serverCertificate).not.toBe(first.serverCertificate);
    expect((await certificateOf('server.pem')).checkHost('bench.local')).toBe('bench.local');
    const later = await loadCredentials(directory, hosts, now + 790 * day);
    expect([later.ca, later.serverCertificate === moved.serverCertificate]).toEqual([first.ca, false]);
    expect(await readFile(first.files.certificate, 'utf8')).toBe(device);
  });

  it('are made anew together when the authority was lost, and one by one when they are damaged', async () => {
    const first = await loadCredentials(directory, hosts, now);
    await writeFile(first.files.certificate, 'damaged');
    const repaired = await loadCredentials(directory, hosts, now);
    expect([repaired.ca, repaired.serverCertificate]).toEqual([first.ca, first.serverCertificate]);
    expect((await certificateOf('device.pem')).checkIssued(await certificateOf('ca.pem'))).toBe(true);
    await rm(first.files.ca);
    const second = await loadCredentials(directory, hosts, now);
    expect(second.ca).not.toBe(first.ca);
    for (const file of ['server.pem', 'device.pem'])
      expect((await certificateOf(file)).verify((await certificateOf('ca.pem')).publicKey)).toBe(true);
  });
});

describe('DER', () => {
  it('writes lengths, numbers, identifiers and times as X.690 has them', () => {
    expect(tagged(0x04, Buffer.alloc(127)).subarray(0, 2).toString('hex')).toBe('047f');
    expect(tagged(0x04, Buffer.alloc(128)).subarray(0, 3).toString('hex')).toBe('048180');
    expect(tagged(0x04, Buffer.alloc(256)).subarray(0, 4).toString('hex')).toBe('04820100');
    expect(integer(Buffer.from([0, 0x7f])).toString('hex')).toBe('02017f');
    expect(integer(Buffer.from([0x80])).toString('hex')).toBe('02020080');
    expect(integer(Buffer.from([0, 0])).toString('hex')).toBe('020100');
    expect(objectIdentifier('1.2.840.113549').toString('hex')).toBe('06062a864886f70d');
    expect(time(Date.UTC(2049, 11, 31, 23, 59, 59)).toString()).toContain('491231235959Z');
    expect(time(Date.UTC(2050, 0, 1)).toString()).toContain('20500101000000Z');
  });
});
