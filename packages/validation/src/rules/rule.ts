/** The form of a rule about one manifest. */
import type { Finding } from '../finding.js';
import type { Repository, Subject } from '../subject.js';

/**
 * What is wrong with the subject. A rule sees only parts whose shape is right, and stays silent about what is missing
 * because of another finding.
 */
export type Rule = (subject: Subject, repository: Repository) => readonly Finding[];
