/** The page of an event's plan: with links to its commit, and curves of the jobs that would start. */
import type { Diagnostic } from '@iot-rollouts/validation';
import { type Curve, spreadCurve } from './chart.js';
import { lineLinks } from './links.js';
import type { PlanPage } from './page.js';
import type { PlannedEvent } from './plan.js';
import type { Step } from './step.js';

/** @param planned undefined when the manifests have errors of their own. */
export function planPage(planned: PlannedEvent | undefined, diagnostics: readonly Diagnostic[], step: Step): PlanPage {
  const { context, event, inputs, host } = step;
  const commit = event.payload.pull_request?.head?.sha ?? host.env.GITHUB_SHA;
  return {
    environment: inputs.environment,
    plan: planned?.plan,
    ...(planned?.base.base?.is !== undefined && { baseIs: planned.base.base.is }),
    ...(planned?.base.doubt !== undefined && { doubt: planned.base.doubt }),
    diagnostics,
    curves: planned === undefined ? new Map() : newJobCurves(planned),
    link: lineLinks(context, commit),
    elsewhere: context?.runUrl === undefined ? 'the job summary' : `[the job summary](${context.runUrl})`,
  };
}

/** A page with more charts is not read to its end, and each takes time to work out. */
const curvesMax = 6;

function newJobCurves({ plan, manifests }: PlannedEvent): ReadonlyMap<string, Curve> {
  const curves = new Map<string, Curve>();
  for (const change of plan.changes) {
    if (curves.size === curvesMax) break;
    if (change.kind !== 'Job' || change.action !== 'create' || change.forecast === undefined) continue;
    const curve = spreadCurve(change.name, change.forecast, manifests);
    if (curve !== undefined) curves.set(change.name, curve);
  }
  return curves;
}
