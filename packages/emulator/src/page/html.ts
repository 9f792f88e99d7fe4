/** The page: one file of HTML with its style and script inside, which may load nothing else. */
import { createHash } from 'node:crypto';
import { pageScript } from './script.js';
import { pageStyle } from './style.js';

/** Returns the page. It gets what it shows from `eventsPath`. */
export function pageHtml(eventsPath: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>iot-rollouts emulator</title>
<link rel="icon" href="data:,">
<style>${pageStyle}</style>
</head>
<body>
<header>
  <div class="title">
    <h1>iot-rollouts <span>emulator</span></h1>
    <p id="summary">connecting…</p>
  </div>
  <div class="clock">
    <time id="now">–</time>
    <p id="mode"></p>
  </div>
  <div class="advance" id="advance" hidden>
    <span id="advance-label">Advance the clock by</span>
    <div role="group" aria-labelledby="advance-label">
      <button type="button" data-ms="60000">1 min</button>
      <button type="button" data-ms="600000">10 min</button>
      <button type="button" data-ms="3600000">1 h</button>
      <button type="button" data-ms="86400000">1 day</button>
    </div>
  </div>
</header>
<p id="trouble" role="alert" hidden></p>
<main id="jobs"></main>
<section id="empty" hidden>
  <h2>No jobs yet</h2>
  <p>Create one, and its rollout is drawn here while it runs:</p>
  <pre id="example"></pre>
</section>
<script>${scriptFor(eventsPath)}</script>
</body>
</html>
`;
}

/** Returns the policy that lets the page run its own script and style and talk to its own server, and nothing else. */
export function pagePolicy(eventsPath: string): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(scriptFor(eventsPath))}'`,
    `style-src '${hashOf(pageStyle)}'`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function scriptFor(eventsPath: string): string {
  return `const eventsPath = ${JSON.stringify(eventsPath)};${pageScript}`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
