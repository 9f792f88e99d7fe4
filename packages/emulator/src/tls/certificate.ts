/** X.509 certificates, version 3, signed with RSA and SHA-256, as AWS IoT makes them for devices. */
import { createHash, type KeyObject, sign } from 'node:crypto';
import { isIP } from 'node:net';
import {
  bitString,
  boolean,
  type Der,
  explicit,
  integer,
  nothing,
  objectIdentifier,
  octetString,
  sequence,
  set,
  tagged,
  time,
  utf8String,
} from './der.js';

/** What a certificate is for. */
export type Purpose = 'authority' | 'server' | 'client';

/** What a certificate says. Times are milliseconds since the epoch. */
export interface CertificateContent {
  readonly purpose: Purpose;
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly issuerPublicKey: KeyObject;
  readonly serialNumber: Uint8Array;
  readonly notBefore: number;
  readonly notAfter: number;
  /** The host names and addresses of a server. */
  readonly hosts: readonly string[];
}

/** Returns the certificate in PEM, signed with the issuer's key. */
export function signedCertificate(content: CertificateContent, issuerKey: KeyObject): string {
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))), // version 3
    integer(content.serialNumber),
    signatureAlgorithm(),
    name(content.issuer),
    sequence(time(content.notBefore), time(content.notAfter)),
    name(content.subject),
    publicKeyInfo(content.publicKey),
    explicit(3, sequence(...extensions(content))),
  );
  const signature = sign('sha256', toBeSigned, issuerKey);
  const der = sequence(toBeSigned, signatureAlgorithm(), bitString(signature));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** sha256WithRSAEncryption */
function signatureAlgorithm(): Der {
  return sequence(objectIdentifier('1.2.840.113549.1.1.11'), nothing());
}

function name(commonName: string): Der {
  return sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8String(commonName))));
}

function publicKeyInfo(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}

function extensions({ purpose, publicKey, issuerPublicKey, hosts }: CertificateContent): readonly Der[] {
  const own = keyIdentifier(publicKey);
  const common = [
    extension('2.5.29.14', false, octetString(own)), // subject key identifier
    extension('2.5.29.35', false, sequence(tagged(0x80, keyIdentifier(issuerPublicKey)))), // authority key identifier
  ];
  if (purpose === 'authority')
    return [
      ...common,
      extension('2.5.29.19', true, sequence(boolean(true))), // basic constraints: an authority
      extension('2.5.29.15', true, bitString(Buffer.from([0b0000_0110]), 1)), // key usage: sign certificates and lists
    ];
  const usage = purpose === 'server' ? '1.3.6.1.5.5.7.3.1' : '1.3.6.1.5.5.7.3.2';
  return [
    ...common,
    extension('2.5.29.19', true, sequence()), // basic constraints: no authority
    extension('2.5.29.15', true, bitString(Buffer.from([0b1010_0000]), 5)), // key usage: sign, encrypt keys
    extension('2.5.29.37', false, sequence(objectIdentifier(usage))),
    ...(hosts.length > 0 ? [extension('2.5.29.17', false, sequence(...hosts.map(alternativeName)))] : []),
  ];
}

function extension(identifier: string, critical: boolean, value: Der): Der {
  return sequence(objectIdentifier(identifier), ...(critical ? [boolean(true)] : []), octetString(value));
}

function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha256').update(publicKeyInfo(key)).digest().subarray(0, 20);
}

function alternativeName(host: string): Der {
  const version = isIP(host);
  if (version === 0) return tagged(0x82, Buffer.from(host));
  return tagged(0x87, version === 4 ? Buffer.from(host.split('.').map(Number)) : ipv6Bytes(host));
}

function ipv6Bytes(address: string): Buffer {
  // The URL parser writes every spelling of an address in one form, an IPv4 tail in hexadecimal.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  const bytes = [...before, ...zeros, ...after].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
  return Buffer.from(bytes);
}
