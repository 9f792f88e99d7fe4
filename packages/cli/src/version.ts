import packageJson from '../package.json' with { type: 'json' };

/** The version of this command line; the build puts it into the bundle. */
export const version: string = packageJson.version;
