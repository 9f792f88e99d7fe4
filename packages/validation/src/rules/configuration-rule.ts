/** The form of a rule about a configuration in effect. */
import type { Configuration } from '../configuration.js';
import type { Finding } from '../finding.js';
import type { Repository } from '../subject.js';

/**
 * What is wrong with a configuration, whoever supplies its parts. Pointers lead into the manifest that supplies the
 * member they begin with.
 */
export type ConfigurationRule = (configuration: Configuration, repository: Repository) => readonly Finding[];
