/** How a new job would spread, as a chart that GitHub draws. Pure. */
import { type Change, forecastManifests } from '@iot-rollouts/reconcile';
import type { Manifest } from '@iot-rollouts/validation';

/** Devices notified over time. */
export interface Curve {
  /** Minutes until all are notified. */
  readonly minutes: number;
  /** Devices at even spaces of time, from the start to the end. */
  readonly devices: readonly number[];
  /** How many have a bad image by the time the job stops itself; undefined when it does not. */
  readonly exposure: number | undefined;
  /** Whether only the time counts in which maintenance windows are open. */
  readonly hasWindows: boolean;
}

/** A forecast as a plan carries it. */
type ForecastNote = NonNullable<Extract<Change, { readonly kind: 'Job'; readonly action: 'create' }>['forecast']>;

/** Enough for the steps of an exponential rate to be seen. */
const samples = 48;
const points = 24;
/** What is over sooner needs no chart. */
const minutesMin = 1;

/**
 * The curve of a job; undefined where its fleet's size is not known, or all of it is reached at once.
 *
 * When the n-th device is notified does not depend on how many come after it, so forecasts of smaller fleets give the
 * points in between.
 */
export function spreadCurve(
  name: string,
  { numbers }: ForecastNote,
  manifests: readonly Manifest[],
): Curve | undefined {
  const { devices, minutesToNotifyAll: minutes, abort, schedule } = numbers;
  if (devices === undefined || minutes === undefined || !(minutes >= minutesMin) || !Number.isFinite(minutes)) {
    return undefined;
  }
  const involved = manifests.filter((it) => it.kind === 'JobTemplate' || it.name === name);
  const sizes = [...new Set(Array.from({ length: samples }, (_, k) => Math.ceil((devices * (k + 1)) / samples)))];
  const reached = sizes.map((size) => {
    const found = forecastManifests(involved, size).find((it) => it.name === name);
    return { devices: size, minutes: found?.numbers.minutesToNotifyAll ?? Number.NaN };
  });
  if (reached.some((it) => !Number.isFinite(it.minutes))) return undefined;
  return {
    minutes,
    devices: Array.from({ length: points + 1 }, (_, k) => devicesAt((minutes * k) / points, reached)),
    exposure: abort.whenAllFail.fires ? abort.whenAllFail.devicesNotified : undefined,
    hasWindows: schedule?.hasWindows === true,
  };
}

interface Point {
  readonly minutes: number;
  readonly devices: number;
}

/** Devices at a time, on the straight line between the two points around it. */
function devicesAt(minutes: number, reached: readonly Point[]): number {
  let before: Point = { minutes: 0, devices: 0 };
  for (const point of reached) {
    if (point.minutes >= minutes) {
      const span = point.minutes - before.minutes;
      const share = span === 0 ? 1 : (minutes - before.minutes) / span;
      return rounded(before.devices + share * (point.devices - before.devices), 4);
    }
    before = point;
  }
  return before.devices;
}

/** The curve as a Mermaid chart in a fence; only numbers and words of ours stand in it. */
export function mermaidChart(curve: Curve): string {
  const { unit, size } = timeUnit(curve.minutes);
  const windows = curve.hasWindows ? ' of open windows' : '';
  const last = curve.devices.at(-1) ?? 0;
  const title =
    curve.exposure === undefined
      ? 'Devices notified'
      : `Devices notified; a bad image reaches ${curve.exposure.toLocaleString('en-US')} (red)`;
  return [
    '```mermaid',
    // Only the lines' colours: the rest is GitHub's theme, light or dark.
    '%%{init: {"xyChart": {"height": 300}, "themeVariables": {"xyChart": {"plotColorPalette": "#2f81f7, #e5534b"}}}}%%',
    'xychart-beta',
    `  title "${title}"`,
    `  x-axis "${unit}${windows}" 0 --> ${rounded(curve.minutes / size, 3)}`,
    `  y-axis "devices" 0 --> ${last}`,
    `  line [${curve.devices.join(', ')}]`,
    ...(curve.exposure === undefined ? [] : [`  line [${curve.devices.map(() => curve.exposure).join(', ')}]`]),
    '```',
    '',
  ].join('\n');
}

/** The unit in which a time is read best, and how many minutes it has. */
function timeUnit(minutes: number): { readonly unit: string; readonly size: number } {
  if (minutes < 120) return { unit: 'minutes', size: 1 };
  return minutes < 72 * 60 ? { unit: 'hours', size: 60 } : { unit: 'days', size: 24 * 60 };
}

function rounded(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
