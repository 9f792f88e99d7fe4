/** Job documents of over-the-air updates for FreeRTOS (`afr_ota`), as its parser of March 2026 and its old library read them. */
import { childPointer } from '../json-pointer.js';
import { presignedExample } from '../placeholders.js';
import { asObject, type JsonObject, member, type Report, written } from './format.js';

/** How many files the parser reaches. */
const filesMax = 10;

/** The largest number that the parser's fields hold. */
const numberMax = 4_294_967_295;

/** Reports what devices refuse. */
export function checkFreertosOta(document: JsonObject, report: Report): void {
  const update = asObject(member(document, 'afr_ota'));
  if (update === undefined) return;
  const protocols = checkProtocols(member(update, 'protocols'), report);
  if (protocols.includes('MQTT')) checkStream(member(update, 'streamname'), report);
  const files = member(update, 'files');
  if (!Array.isArray(files) || files.length === 0) {
    const at = { pointer: files === undefined ? '/afr_ota' : '/afr_ota/files' };
    report(
      'freertos-ota/files',
      at,
      `files must be a list with at least one file, not ${written(files)}`,
      'Write files: [{ filepath: …, filesize: …, fileid: 0 }].',
    );
    return;
  }
  if (files.length > filesMax) {
    const message = `devices reach the first ${filesMax} files, and here are ${files.length}`;
    report('freertos-ota/files', { pointer: '/afr_ota/files', part: 'key' }, message, 'Split them over several jobs.');
  }
  for (const [index, file] of files.slice(0, filesMax).entries()) {
    checkFile(asObject(file) ?? {}, `/afr_ota/files/${index}`, protocols, report);
  }
}

function checkProtocols(protocols: unknown, report: Report): readonly string[] {
  const legal = Array.isArray(protocols) ? protocols.filter((word) => word === 'MQTT' || word === 'HTTP') : [];
  if (Array.isArray(protocols) && protocols.length > 0 && legal.length === protocols.length) return legal as string[];
  const at = { pointer: protocols === undefined ? '/afr_ota' : '/afr_ota/protocols' };
  const message = `protocols must be a list of "MQTT" and "HTTP", in capitals, not ${written(protocols)}`;
  report('freertos-ota/protocols', at, message, 'Write "protocols": ["MQTT"].');
  return legal as string[];
}

function checkStream(stream: unknown, report: Report): void {
  if (typeof stream === 'string' && /^[a-zA-Z0-9_-]{1,128}$/.test(stream)) return;
  const at = { pointer: stream === undefined ? '/afr_ota' : '/afr_ota/streamname' };
  const message = `MQTT needs streamname, 1 to 128 letters, digits, _ and -, not ${written(stream)}`;
  report('freertos-ota/stream', at, message, 'Write the id of the stream that CreateStream was given.');
}

function checkFile(file: JsonObject, pointer: string, protocols: readonly string[], report: Report): void {
  for (const [name, required] of numbers) checkNumber(file, name, required, pointer, report);
  for (const name of ['filepath', 'certfile']) {
    const value = member(file, name);
    if (typeof value === 'string' && value !== '') continue;
    const at = { pointer: value === undefined ? pointer : `${pointer}/${name}` };
    report(
      'freertos-ota/file-field',
      at,
      `a file needs ${name}, a text, not ${written(value)}`,
      `Write "${name}": "/path/on/the/device".`,
    );
  }
  checkSignature(file, pointer, report);
  if (protocols.includes('HTTP')) checkHttp(file, pointer, report);
}

const numbers = [
  ['filesize', true],
  ['fileid', true],
  ['fileType', false],
  ['attr', false],
] as const;

function checkNumber(file: JsonObject, name: string, required: boolean, pointer: string, report: Report): void {
  const value = member(file, name);
  if (value === undefined && !required) return;
  const least = name === 'filesize' ? 1 : 0;
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= numberMax) return;
  const at = { pointer: value === undefined ? pointer : `${pointer}/${name}` };
  const message = `${name} must be a whole number from ${least} to ${numberMax}, not ${written(value)}`;
  const quoted = typeof value === 'string' && /^\d+$/.test(value);
  report('freertos-ota/number', at, message, quoted ? `Write ${value} without quotes.` : undefined);
}

/** The signature's name is set by the device's port: `sig-sha256-ecdsa`, `sig-sha256-rsa` and others. */
function checkSignature(file: JsonObject, pointer: string, report: Report): void {
  const name = Object.keys(file).find((key) => key.startsWith('sig-'));
  if (name === undefined) {
    report(
      'freertos-ota/signature',
      { pointer },
      'a file needs a signature, which devices check before they start it',
      'Write "sig-sha256-ecdsa": "…", in base64.',
    );
    return;
  }
  const value = member(file, name);
  const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
  // A placeholder for a signature by AWS Signer becomes base64.
  if (typeof value === 'string' && value !== '' && (base64.test(value) || value.includes('${aws:iot:'))) return;
  report(
    'freertos-ota/signature',
    { pointer: childPointer(pointer, name) },
    `${name} must be base64, not ${written(value)}`,
    'Write the signature in base64, padded with = to a multiple of four characters.',
  );
}

function checkHttp(file: JsonObject, pointer: string, report: Report): void {
  for (const [name, help] of httpFields) {
    const value = member(file, name);
    if (typeof value === 'string' && value !== '') continue;
    const at = { pointer: value === undefined ? pointer : `${pointer}/${name}` };
    report('freertos-ota/http-field', at, `HTTP needs ${name}, a text, not ${written(value)}`, help);
  }
}

const httpFields = [
  ['update_data_url', `Write "${presignedExample}".`],
  ['auth_scheme', 'Write "aws.s3.presigned".'],
] as const;
