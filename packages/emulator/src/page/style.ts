/** The style of the page, light and dark. */
export const pageStyle: string = `
:root {
  --ground: #f5f6f8; --card: #ffffff; --line: #e1e4ea; --text: #1a2130; --quiet: #626d80; --accent: #2457d6;
  --succeeded: #1d9a6c; --failed: #d64545; --canceled: #9aa3b2; --in-progress: #3f7ae0; --queued: #b9cdf5; --waiting: #e6e9ef;
  --shadow: 0 1px 2px rgb(20 30 50 / 6%), 0 4px 16px rgb(20 30 50 / 5%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10141c; --card: #191f2a; --line: #2b3342; --text: #e8ecf4; --quiet: #97a2b6; --accent: #7aa2ff;
    --succeeded: #35b987; --failed: #ef6a6a; --canceled: #667086; --in-progress: #5b93f5; --queued: #35496f; --waiting: #262e3c;
    --shadow: none;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0 auto; max-width: 1360px; padding: 28px 28px 48px; background: var(--ground); color: var(--text);
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
h1, h2, p { margin: 0; }
header { display: flex; flex-wrap: wrap; gap: 16px 40px; align-items: flex-end; margin-bottom: 24px; }
.title { flex: 1 1 260px; }
h1 { font-size: 22px; letter-spacing: -.01em; }
h1 span { color: var(--quiet); font-weight: 400; }
#summary, #mode, #advance-label { color: var(--quiet); font-size: 13px; }
.clock time { font: 600 22px/1.2 ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-variant-numeric: tabular-nums; }
.advance { display: flex; flex-direction: column; gap: 4px; }
.advance div { display: flex; gap: 6px; }
button { font: inherit; font-size: 13px; font-weight: 600; padding: 5px 12px; border-radius: 8px; cursor: pointer;
  border: 1px solid var(--line); background: var(--card); color: var(--accent); }
button:hover { border-color: var(--accent); }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button:disabled { opacity: .5; cursor: default; }
#trouble { background: var(--failed); color: #fff; padding: 8px 14px; border-radius: 8px; margin-bottom: 16px; }
main { display: grid; gap: 20px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr)); }
article, #empty { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 18px 20px; box-shadow: var(--shadow); min-width: 0; }
.head { display: flex; gap: 12px; align-items: flex-start; justify-content: space-between; }
h2 { font-size: 16px; overflow-wrap: anywhere; }
.pill { flex: none; font-size: 11px; font-weight: 700; letter-spacing: .04em; padding: 2px 9px; border-radius: 999px; border: 1px solid currentColor; color: var(--quiet); }
.pill.IN_PROGRESS { color: var(--in-progress); } .pill.COMPLETED { color: var(--succeeded); } .pill.CANCELED { color: var(--failed); }
.about, .note { color: var(--quiet); font-size: 13px; overflow-wrap: anywhere; }
.about span { display: inline-block; max-width: 100%; }
.note { color: var(--text); margin-top: 2px; }
svg { display: block; width: 100%; height: auto; margin: 12px 0 6px; }
svg text { fill: var(--quiet); font-size: 11px; font-family: inherit; font-variant-numeric: tabular-nums; }
svg .grid { stroke: var(--line); stroke-width: 1; }
svg .target { stroke: var(--quiet); stroke-dasharray: 3 4; stroke-width: 1; }
svg .notified { fill: none; stroke: var(--in-progress); stroke-width: 2; stroke-linejoin: round; }
svg .open { fill: var(--in-progress); opacity: .14; }
svg .succeeded, .bar .SUCCEEDED, .dot.SUCCEEDED { fill: var(--succeeded); background: var(--succeeded); }
svg .failed, .bar .FAILED, .dot.FAILED, .bar .TIMED_OUT, .dot.TIMED_OUT, .bar .REJECTED, .dot.REJECTED { fill: var(--failed); background: var(--failed); }
.bar .TIMED_OUT, .dot.TIMED_OUT { opacity: .75; } .bar .REJECTED, .dot.REJECTED { opacity: .5; }
svg .canceled, .bar .CANCELED, .dot.CANCELED, .bar .REMOVED, .dot.REMOVED { fill: var(--canceled); background: var(--canceled); }
.bar .IN_PROGRESS, .dot.IN_PROGRESS { background: var(--in-progress); }
.bar .QUEUED, .dot.QUEUED { background: var(--queued); }
.bar .WAITING, .dot.WAITING { background: var(--waiting); }
.bar { display: flex; height: 8px; border-radius: 4px; overflow: hidden; background: var(--waiting); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 14px; list-style: none; margin: 10px 0 0; padding: 0; font-size: 13px; color: var(--quiet); }
.legend b { color: var(--text); font-variant-numeric: tabular-nums; }
.dot { display: inline-block; width: 9px; height: 9px; border-radius: 3px; margin-right: 6px; }
#empty { max-width: 860px; }
#empty p { color: var(--quiet); margin: 4px 0 12px; }
pre { margin: 0; padding: 14px 16px; border-radius: 10px; background: var(--ground); overflow-x: auto; font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
@media (max-width: 480px) { body { padding: 20px 14px 32px; } article, #empty { padding: 16px; } }
`;
