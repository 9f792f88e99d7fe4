/**
 * Which Smithy traits the extractor understands. A trait of a needed shape that is in neither list stops the extraction:
 * it may change what is legal or how it travels, and a constraint must not be dropped in silence.
 */

/** Traits whose meaning goes into the facts file. */
export const readTraits: ReadonlySet<string> = new Set([
  'smithy.api#default',
  'smithy.api#deprecated',
  'smithy.api#enumValue',
  'smithy.api#error',
  'smithy.api#http',
  'smithy.api#httpError',
  'smithy.api#httpHeader',
  'smithy.api#httpLabel',
  'smithy.api#httpPayload',
  'smithy.api#httpQuery',
  'smithy.api#idempotencyToken',
  'smithy.api#idempotent',
  'smithy.api#jsonName',
  'smithy.api#length',
  'smithy.api#paginated',
  'smithy.api#pattern',
  'smithy.api#range',
  'smithy.api#required',
  'smithy.api#retryable',
  'smithy.api#sensitive',
  'smithy.api#uniqueItems',
  'aws.api#service',
  'aws.auth#sigv4',
  'aws.protocols#restJson1',
]);

/**
 * Where the facts can carry a constraint: trait -> shape types. On anything else, members included, it stops the
 * extraction like an unknown trait.
 */
export const constraintTraits: ReadonlyMap<string, readonly string[]> = new Map([
  ['smithy.api#length', ['string', 'blob', 'list', 'map']],
  ['smithy.api#pattern', ['string']],
  ['smithy.api#range', ['integer', 'long', 'double', 'float']],
  ['smithy.api#uniqueItems', ['list']],
]);

/** Traits that say nothing about what is legal or how it travels in restJson1: prose, hints and other generators' needs. */
export const harmlessTraits: ReadonlySet<string> = new Set([
  'aws.api#arn',
  'aws.api#controlPlane',
  'aws.api#dataPlane',
  'aws.api#taggable',
  'aws.api#tagEnabled',
  'aws.cloudformation#cfnExcludeProperty',
  'aws.cloudformation#cfnMutability',
  'aws.cloudformation#cfnName',
  'aws.cloudformation#cfnResource',
  'aws.iam#actionName',
  'aws.iam#actionPermissionDescription',
  'aws.iam#conditionKeys',
  'aws.iam#defineConditionKeys',
  'aws.iam#iamAction',
  'aws.iam#requiredActions',
  'aws.iam#supportedPrincipalTypes',
  'smithy.api#addedDefault',
  'smithy.api#box',
  'smithy.api#clientOptional',
  'smithy.api#cors',
  'smithy.api#documentation',
  'smithy.api#examples',
  'smithy.api#externalDocumentation',
  'smithy.api#input',
  'smithy.api#internal',
  'smithy.api#noReplace',
  'smithy.api#output',
  'smithy.api#private',
  'smithy.api#readonly',
  'smithy.api#recommended',
  'smithy.api#references',
  'smithy.api#since',
  'smithy.api#suppress',
  'smithy.api#tags',
  'smithy.api#title',
  'smithy.api#unstable',
  'smithy.api#xmlNamespace',
  'smithy.rules#clientContextParams',
  'smithy.rules#endpointBdd',
  'smithy.rules#endpointRuleSet',
  'smithy.rules#endpointTests',
  'smithy.test#smokeTests',
  'smithy.waiters#waitable',
]);
