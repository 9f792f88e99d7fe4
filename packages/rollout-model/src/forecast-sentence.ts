/** A forecast in words. */
import { criterionText } from './abort.js';
import type { Forecast, ForecastSchedule } from './forecast.js';

/** Returns a forecast in one plain sentence, for a pull request. */
export function forecastSentence(forecast: Forecast): string {
  return `${reachClause(forecast)}; ${abortClause(forecast)}.`;
}

function reachClause({
  devices,
  minutesToNotifyAll,
  startRatePerMinute,
  peakRatePerMinute,
  schedule,
}: Forecast): string {
  const rate =
    startRatePerMinute === peakRatePerMinute
      ? `at up to ${count(peakRatePerMinute)} a minute`
      : `at ${count(startRatePerMinute)} a minute rising to ${count(peakRatePerMinute)}`;
  const windows = schedule?.hasWindows === true ? ' while maintenance windows are open' : '';
  if (devices === undefined || minutesToNotifyAll === undefined) return `Reaches devices ${rate}${windows}`;
  if (devices === 0) return 'Reaches no device now, because its targets are empty';
  if (schedule?.devicesByEnd !== undefined && schedule.devicesByEnd < devices)
    return `Reaches only ${count(schedule.devicesByEnd)} of ${plural(devices, 'device')} before its end, ${rate}${windows}`;
  const reached = `Reaches ${plural(devices, 'device')} in about ${duration(minutesToNotifyAll)}`;
  return `${reached}${windowTime(schedule)} ${rate}`;
}

function windowTime(schedule: ForecastSchedule | undefined): string {
  if (schedule?.hasWindows !== true) return '';
  const { windowsToNotifyAll, startsAt, notifiedAllAt } = schedule;
  if (windowsToNotifyAll === undefined || startsAt === undefined || notifiedAllAt === undefined)
    return ' of open maintenance windows';
  if (windowsToNotifyAll === 1) return ' of one maintenance window';
  const calendar = duration((notifiedAllAt - startsAt) / 60_000);
  return ` of open maintenance windows (${count(windowsToNotifyAll)} windows over ${calendar})`;
}

function abortClause({ abort: { whenAllFail }, devices, runSeconds }: Forecast): string {
  const condition = `if every device fails after ${duration(runSeconds / 60)}`;
  if (whenAllFail.fires) {
    const notified = plural(whenAllFail.devicesNotified, 'device');
    const exposure =
      devices !== undefined && whenAllFail.devicesNotified >= devices
        ? `only when all ${notified} have it`
        : `after about ${notified}`;
    return `${condition}, the abort criterion ${criterionText(whenAllFail.criterion)} stops it ${exposure}`;
  }
  switch (whenAllFail.reason) {
    case 'no-criteria':
      return 'nothing stops it when devices fail, because it has no abortConfig';
    case 'too-few-devices':
      return `no abort criterion can stop it, because each wants more executions than ${plural(devices ?? 0, 'device')} can give`;
    case 'ends-first':
      return `${condition}, its schedule ends before an abort criterion stops it`;
    case 'no-matching-criterion':
    case 'no-timeout':
    case 'share-too-small':
      return 'no abort criterion stops it when devices report FAILED';
  }
}

function plural(n: number, noun: string): string {
  return `${count(n)} ${noun}${n === 1 ? '' : 's'}`;
}

function count(n: number): string {
  return n.toLocaleString('en-US');
}

function duration(minutes: number): string {
  if (minutes < 1) return plural(Math.ceil(minutes * 60), 'second');
  if (minutes < 120) return plural(Math.round(minutes * 10) / 10, 'minute');
  return minutes < 48 * 60
    ? plural(Math.round(minutes / 6) / 10, 'hour')
    : plural(Math.round(minutes / 144) / 10, 'day');
}
