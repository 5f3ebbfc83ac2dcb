/** The style of a report: the system's fonts and its choice of light or dark. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#fff;--text:#1a1a1f;--quiet:#6b6b76;--line:#d9d9e0;--good:#1a7f4b;--bad:#c2292e;--undo:#8a4fbf;--card:#f7f7f9}
@media (prefers-color-scheme:dark){:root{--ground:#131318;--text:#ececf1;--quiet:#9c9ca8;--line:#34343d;--good:#4cc38a;--bad:#ff6369;--undo:#bf8ff0;--card:#1c1c23}}
*{box-sizing:border-box}body{margin:0 auto;max-width:72rem;padding:2rem 1rem;background:var(--ground);color:var(--text);font:15px/1.5 system-ui,sans-serif}
header{display:flex;align-items:baseline;gap:1.5rem;border-bottom:1px solid var(--line)}h1{font-size:1.4rem}h2{margin-top:2.5rem}
.good{color:var(--good)}.bad{color:var(--bad)}.verdict{font-weight:600}
.figures{display:flex;flex-wrap:wrap;gap:.75rem 2.5rem;margin:0}.figures dt{color:var(--quiet);font-size:.85rem}.figures dd{margin:0;font-weight:600}
article{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--bad);border-radius:8px;margin:1rem 0;padding:.25rem 1rem 1rem}
.story{color:var(--quiet);margin:.25rem 0 .75rem}.problems{padding-left:1.2rem}.cases{padding-left:2rem}.cases li{padding:.1rem 0}
summary{cursor:pointer}small{color:var(--quiet)}.picture{overflow-x:auto}code{font:13px ui-monospace,monospace}
svg text{fill:var(--text);font:13px system-ui,sans-serif;text-anchor:middle}svg .small{fill:var(--quiet);font-size:11px}
.node rect{fill:var(--ground);stroke:var(--line);stroke-width:1.5}.node.on rect{stroke:var(--good);stroke-width:2.5}.node.undone rect{stroke:var(--undo);stroke-width:2.5}.node.wrong rect{stroke:var(--bad);stroke-width:3}
.edge{fill:none;stroke:var(--line);stroke-width:1.5}.edge.catch,.edge.catchCompensate{stroke-dasharray:5 4}.edge.on{stroke:var(--good);stroke-width:2.5}
`;
