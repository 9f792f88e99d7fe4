/** Documents of over-the-air updates for FreeRTOS. */
import { type RuleEntries, warning } from './entry.js';

const freertosOta = 'https://github.com/aws/Jobs-for-AWS-IoT-embedded-sdk/tree/main/source/otaJobParser';

export const freertosOtaRules = {
  'freertos-ota/protocols': warning(
    'protocols are MQTT, HTTP or both',
    'With another word no transport is chosen, and the job fails.',
    freertosOta,
    ['DOC-OTA-03'],
  ),
  'freertos-ota/stream': warning(
    'MQTT goes with the name of a stream',
    'Devices fetch the image from the stream of that name.',
    freertosOta,
    ['DOC-OTA-09'],
  ),
  'freertos-ota/files': warning(
    'files has one to ten files',
    'Devices reach no more, and refuse a document without any.',
    freertosOta,
    ['DOC-OTA-02'],
  ),
  'freertos-ota/number': warning(
    'Sizes and ids are whole numbers of 32 bits',
    'Devices refuse texts, fractions and negative numbers.',
    freertosOta,
    ['DOC-OTA-01'],
  ),
  'freertos-ota/file-field': warning(
    'A file has filepath and certfile',
    'The parser of 2026 demands both.',
    freertosOta,
  ),
  'freertos-ota/http-field': warning(
    'HTTP goes with update_data_url and auth_scheme',
    'Devices download from that URL by that scheme; with both protocols listed, they may choose HTTP.',
    freertosOta,
    ['DOC-OTA-04', 'DOC-OTA-05'],
  ),
  'freertos-ota/signature': warning(
    'A file has a signature in base64',
    'Devices check it before they start the image, and cannot read another form.',
    freertosOta,
    ['DOC-OTA-08'],
  ),
} as const satisfies RuleEntries;
