/** Reading manifests from a working tree or from a commit: the only I/O of this package. */
export { reportAgainstBase } from './node/compare.js';
export { fewManifests } from './node/few-manifests.js';
export { GitError, resolveCommit } from './node/git.js';
export { gitTree } from './node/git-tree.js';
export { identitiesOfWorkingTree, newerTip, requireAncestor } from './node/history.js';
export {
  type CheckedTree,
  type CheckTreeOptions,
  checkTree,
  type LoadedManifests,
  type LoadOptions,
  loadBase,
  loadManifests,
  withHistory,
} from './node/load.js';
export { type LoadedSettings, loadSettings } from './node/load-settings.js';
export { quietReport } from './node/quiet-report.js';
export { describeRepository, type RepositoryState } from './node/repository.js';
export type { ReadProblem, ReadResult, SourceTree } from './node/source-tree.js';
export { pathMatcher, workingTree } from './node/working-tree.js';
export { defaultGlobs } from './settings.js';
