#!/usr/bin/env bash
# house-figures.sh: the shape of a TypeScript codebase, in about thirty numbers.
#
#   house-figures.sh <dir | git dir> [prefix ...]     one report
#   house-figures.sh --json  <dir | git dir> [...]    the same, as JSON
#   house-figures.sh --row   <dir | git dir> [...]    one Markdown table row
#   house-figures.sh --header                         the header for --row
#   house-figures.sh --files <dir | git dir> [...]    every source file, longest first
#   --js    also count .js/.mjs/.cjs/.jsx  (for plain-JavaScript projects)
#   --name X  label to print instead of the path
#
# A git dir (bare or .git) is read at HEAD; a directory is read as it is on disk,
# restricted to what git tracks or would track, where it is a work tree.
# [prefix ...] keeps only files below those folders (e.g. packages/core apps/web).
#
# Needs: bash, node >= 18, git, tar. No npm packages, no network.
#
# What the words mean
#   source   .ts/.tsx/.mts/.cts that is shipped. Not: declaration files, generated
#            files, tests, examples, benches, docs, sites, scripts, tool configuration.
#   test     a file in test/ tests/ __tests__/ e2e/ spec/ testing/ or packages/test*/,
#            or called *.test.* *.spec.* *.test-d.* *.e2e.* *.stories.*
#   lines    physical lines;  LOC = non-blank lines that are not only comment.
#   comment% comment-only lines / non-blank lines, in source.
#   any      `any` in type position, in source, strings and comments removed.
#   suppress eslint-disable, biome-ignore, oxlint-disable, prettier-ignore,
#            @ts-ignore, @ts-expect-error, @ts-nocheck
#   doc'd    exported declarations directly preceded by a /** */ block.
#   cycles   strongly connected groups (>1 file) of run-time imports, relative or by @/ ~/ #/;
#            "(+types)" also follows `import type`. One group can hold many elementary
#            cycles (madge lists those), so compare the number of files in groups as well.
#   fan-out  direct children (files + folders) of one source folder.
set -euo pipefail

mode=report; js=0; name=""
while [[ $# -gt 0 ]]; do
  case "$1" in
    --json|--row|--files) mode="${1#--}"; shift ;;
    --header) mode=header; shift ;;
    --js) js=1; shift ;;
    --name) name="$2"; shift 2 ;;
    -h|--help) sed -n '2,32p' "$0" | sed 's/^# \{0,1\}//'; exit 0 ;;
    *) break ;;
  esac
done
target="${1:-}"; [[ $# -gt 0 ]] && shift
[[ -n "$target" || "$mode" == header ]] || { echo "usage: $0 [--json|--row|--files|--js] <dir|git dir> [prefix ...]" >&2; exit 64; }

work="$(mktemp -d)"; trap 'rm -rf "$work"' EXIT
root="$work/tree"; list="$work/list"; : >"$list"
if [[ "$mode" != header ]]; then
  [[ -d "$target" ]] || { echo "no such directory: $target" >&2; exit 66; }
  if [[ -f "$target/HEAD" && -d "$target/objects" ]]; then
    mkdir -p "$root"
    git --git-dir="$target" ls-tree -r -z --name-only HEAD \
      | grep -zE '(\.(ts|tsx|mts|cts|js|mjs|cjs|jsx)|(^|/)package\.json|\.sql)$' >"$work/paths" || true
    # One cat-file process instead of git archive: absent large blobs are skipped, not fatal.
    node - "$target" "$root" "$work/paths" <<'NODE'
const { spawnSync } = require('node:child_process');
const fs = require('node:fs'), path = require('node:path');
const [gitDir, out, listFile] = process.argv.slice(2);
const paths = fs.readFileSync(listFile, 'utf8').split('\0').filter(Boolean);
const wanted = paths.filter((p) => !p.includes('\n'));
const res = spawnSync('git', ['--git-dir', gitDir, 'cat-file', '--batch'],
  { input: wanted.map((p) => `HEAD:${p}`).join('\n') + '\n', maxBuffer: 2 ** 31 - 1 });
let buf = res.stdout, at = 0;
for (const p of wanted) {
  const eol = buf.indexOf(10, at); const head = buf.toString('utf8', at, eol); at = eol + 1;
  const m = / blob (\d+)$/.exec(head); if (!m) continue;
  const size = Number(m[1]); const body = buf.subarray(at, at + size); at += size + 1;
  const f = path.join(out, p); fs.mkdirSync(path.dirname(f), { recursive: true }); fs.writeFileSync(f, body);
}
NODE
    cp "$work/paths" "$list"
  else
    root="$(cd "$target" && pwd)"
    if git -C "$root" rev-parse --is-inside-work-tree >/dev/null 2>&1; then
      git -C "$root" ls-files -z --cached --others --exclude-standard >"$list"
    else
      (cd "$root" && find . \( -name node_modules -o -name .git -o -name dist -o -name .next -o -name coverage \) -prune -o -type f -print0 | sed -z 's|^\./||') >"$list"
    fi
  fi
fi

HF_MODE="$mode" HF_JS="$js" HF_NAME="${name:-$target}" node - "$root" "$list" "$@" <<'NODE'
'use strict';
const fs = require('node:fs'), path = require('node:path');
const [root, listFile, ...prefixes] = process.argv.slice(2);
const { HF_MODE: mode, HF_JS: js, HF_NAME: label } = process.env;

const COLUMNS = ['repo', 'src files', 'src lines', 'median', 'p90', 'max', '>300', '>500', 'test/src', 'comment%',
  "doc'd%", 'any/kLOC', 'suppress/kLOC', 'TODO/kLOC', 'default exp.', 'fan-out', 'cycles: files (+types)', 'median fn', 'p90 fn'];
if (mode === 'header') { console.log(`| ${COLUMNS.join(' | ')} |`); console.log(`|${COLUMNS.map(() => '---').join('|')}|`); process.exit(0); }

// ---- 1. which files, and what each one is ---------------------------------------------
const EXT = js === '1' ? /\.(ts|tsx|mts|cts|js|mjs|cjs|jsx)$/ : /\.(ts|tsx|mts|cts)$/;
const SKIP = /(^|\/)(node_modules|dist|build|lib-cjs|out|vendor|third[_-]?party|\.next|\.yarn|\.changeset|coverage|generated|__generated__|gen|\.git)\//;
const GENERATED_NAME = /(\.generated\.|\.gen\.|_pb\.|\.pb\.|\.d\.[mc]?ts$|\.min\.js$|routeTree\.gen)/;
const TEST = /(^|\/)(tests?|__tests__|__mocks__|__fixtures__|fixtures|e2e|spec|typings-tests|test-d|chaos-tests|integration-tests?|(?<!packages\/)testing)\/|(^|\/)packages\/([^/]*-)?tests?(-[^/]*)?\/|(^|[./_-])(test|tests|testsuite|spec|e2e|test-d|tst|stories|bench)\.[cm]?[tj]sx?$/;
const ASIDE = /(^|\/)(examples?|samples?|demos?|benchmarks?|benches|bench|perfTest|playground|docs?|docs-slate|site|website|www|scripts|tools?|tooling|workbench|templates?|\.templates|\.tools|\.github|\.storybook|storybook|towerDefence)\/|(^|\/)[^/]*\.(config|setup)\.[cm]?[tj]s$|(^|\/)\.[^/]+\.[cm]?[tj]s$/;
// `src/doc/` and `src/tools/` are source: an aside folder counts only above the first src/.
const isAside = (rel) => ASIDE.test(rel.replace(/(^|\/)src\/.*\//, '$1src/'));
const inPrefix = (p) => prefixes.length === 0 || prefixes.some((x) => p === x || p.startsWith(x.replace(/\/?$/, '/')));
const all = fs.readFileSync(listFile, 'utf8').split('\0').filter(Boolean).filter(inPrefix);

const files = [];
for (const rel of all) {
  if (!EXT.test(rel) || SKIP.test(rel) || GENERATED_NAME.test(rel)) continue;
  let text; try { text = fs.readFileSync(path.join(root, rel), 'utf8'); } catch { continue; }
  if (text.startsWith('version https://git-lfs')) continue;
  if (/@generated|DO NOT EDIT|auto-?generated (file|by)|This file was generated/i.test(text.slice(0, 400))) continue;
  const kind = TEST.test(rel) ? 'test' : isAside(rel) ? 'aside' : 'source';
  files.push({ rel, text, kind });
}

// ---- 2. a small tokenizer: blank out strings, find comments ----------------------------
// Knows '…' "…" `…${}…` // /* */ and regex literals (by the previous significant character).
// A quote left open at the end of a line is closed there, so JSX text costs one line at most.
const REGEX_AFTER = /(?:^|[^\w$.])(?:return|typeof|case|in|of|void|delete|throw|else|do|await|yield)\s+$/;
function scan(text) {
  const out = new Array(text.length); const comments = []; const stack = [];
  let i = 0, prev = '', n = text.length;
  const keep = (c) => { out[i] = c; };
  const blank = () => { out[i] = text[i] === '\n' ? '\n' : ' '; };
  const template = () => { // i is inside a template, after ` or after the closing }
    while (i < n) {
      if (text[i] === '\\') { blank(); i++; if (i < n) blank(); i++; continue; }
      if (text[i] === '`') { keep('`'); i++; prev = '`'; return; }
      if (text[i] === '$' && text[i + 1] === '{') { blank(); i++; keep('{'); i++; stack.push(0); prev = '{'; return; }
      blank(); i++;
    }
  };
  while (i < n) {
    const c = text[i], d = text[i + 1];
    if (c === '/' && d === '/') { const s = i; while (i < n && text[i] !== '\n') { blank(); i++; } comments.push([s, i]); continue; }
    if (c === '/' && d === '*') { const s = i; const e = text.indexOf('*/', i + 2); const stop = e < 0 ? n : e + 2; while (i < stop) { blank(); i++; } comments.push([s, i]); continue; }
    if (c === "'" || c === '"') {
      keep(c); i++;
      while (i < n && text[i] !== c && text[i] !== '\n') { if (text[i] === '\\') { blank(); i++; } if (i < n) { blank(); i++; } }
      if (i < n && text[i] === c) { keep(c); i++; } prev = c; continue;
    }
    if (c === '`') { keep(c); i++; template(); continue; }
    const afterWord = /\w/.test(prev) && REGEX_AFTER.test(text.slice(Math.max(0, i - 12), i));
    if (c === '/' && d !== '>' && (afterWord || /[=(,:;!&|?{}\[+\-*%~^<>]|^$/.test(prev))) { // a regex, most likely
      let j = i + 1, cls = false, ok = false;
      for (; j < n && text[j] !== '\n'; j++) { if (text[j] === '\\') { j++; continue; } if (text[j] === '[') cls = true; else if (text[j] === ']') cls = false; else if (text[j] === '/' && !cls) { ok = true; break; } }
      if (ok && !(prev === '<')) { while (i <= j) { blank(); i++; } prev = '/'; continue; }
    }
    if (stack.length) {
      if (c === '{') stack[stack.length - 1]++;
      if (c === '}') { if (stack[stack.length - 1] === 0) { stack.pop(); keep(c); i++; template(); continue; } stack[stack.length - 1]--; }
    }
    keep(c); if (!/\s/.test(c)) prev = c; i++;
  }
  return { code: out.join(''), comments };
}

const countLines = (t) => (t === '' ? 0 : t.split('\n').length - (t.endsWith('\n') ? 1 : 0));
const matches = (t, re) => (t.match(re) || []).length;
const quantile = (xs, q) => (xs.length ? [...xs].sort((a, b) => a - b)[Math.min(xs.length - 1, Math.floor(q * xs.length))] : 0);
const median = (xs) => { if (!xs.length) return 0; const s = [...xs].sort((a, b) => a - b), m = s.length >> 1; return s.length % 2 ? s[m] : Math.round((s[m - 1] + s[m]) / 2); };

// A function's length: from the line that opens its body to the line that closes it.
// A heuristic on brace matching: good for comparing repositories, not for judging one function.
function functionLengths(code) {
  const lengths = []; const open = []; let line = 1;
  const opener = /(?:\bfunction\b[^{};]*|=>\s*|\)\s*(?::\s*[^{};=]{1,120})?\s*)$/;
  const control = /(?:^|[^\w$.])(?:if|for|while|switch|catch|with)\s*\([^{}]*\)\s*$|\b(?:else|try|do|finally)\s*$/;
  for (let i = 0; i < code.length; i++) {
    const c = code[i];
    if (c === '\n') line++;
    else if (c === '{') { const before = code.slice(Math.max(0, i - 300), i); const head = before.slice(Math.max(before.lastIndexOf(';'), before.lastIndexOf('}')) + 1); open.push(opener.test(head) && !control.test(head) ? line : 0); }
    else if (c === '}') { const at = open.pop(); if (at) lengths.push(line - at + 1); }
  }
  return lengths.filter((x) => x > 1);
}

const sum = { nonBlank: 0, comment: 0, code: 0, any: 0, todo: 0, suppress: 0, exported: 0, documented: 0, defaults: 0, tsx: 0 };
let fnLengths = [];
const DECL = /^export (?:declare )?(?:default )?(?:abstract )?(?:async )?(?:function\*?|class|interface|type|enum|const|let) /;
for (const f of files) {
  f.lines = countLines(f.text);
  if (f.kind !== 'source') continue;
  const { code, comments } = scan(f.text); f.code = code;
  const rawLines = f.text.split('\n'), codeLines = code.split('\n');
  let nb = 0, cl = 0;
  rawLines.forEach((raw, k) => { if (!raw.trim()) return; nb++; if (!codeLines[k].trim()) cl++; });
  const commentText = comments.map(([a, b]) => f.text.slice(a, b)).join('\n');
  sum.nonBlank += nb; sum.comment += cl; sum.code += nb - cl; f.loc = nb - cl;
  f.any = matches(code, /(?<=(?:[:<,|&=([?]|\b(?:as|extends|is))\s*)any(?![\w$'"])(?!\s*\()(?!\??:)/g); sum.any += f.any;
  sum.todo += matches(commentText, /\b(TODO|FIXME|HACK|XXX)\b/g);
  sum.suppress += matches(commentText, /eslint-disable|biome-ignore|oxlint-disable|prettier-ignore|@ts-ignore|@ts-expect-error|@ts-nocheck/g);
  sum.defaults += matches(code, /^export default /gm) ? 1 : 0;
  if (/\.tsx$/.test(f.rel)) sum.tsx++;
  rawLines.forEach((raw, k) => {
    if (!DECL.test(raw) || !codeLines[k].trim()) return;
    sum.exported++;
    let j = k - 1; while (j >= 0 && /^\s*(@\w|\/\/|\/\* istanbul)/.test(rawLines[j])) j--;
    if (j >= 0 && /\*\/\s*$/.test(rawLines[j])) { let s = j; while (s >= 0 && !rawLines[s].includes('/*')) s--; if (s >= 0 && rawLines[s].includes('/**')) sum.documented++; }
  });
  fnLengths = fnLengths.concat(functionLengths(code));
}

// ---- 3. import graph and its cycles -----------------------------------------------------
const source = files.filter((f) => f.kind === 'source'), tests = files.filter((f) => f.kind === 'test'), aside = files.filter((f) => f.kind === 'aside');
const byPath = new Map(source.map((f) => [f.rel, f]));
// `@/x`, `~/x` and `#/x` are looked for below each folder above the importing file, and its src/.
function resolve(from, spec) {
  const alias = /^[@~#]\/(.+)$/.exec(spec);
  if (!alias) return resolvePath(path.posix.normalize(path.posix.join(path.posix.dirname(from), spec)));
  for (let dir = path.posix.dirname(from); ; dir = path.posix.dirname(dir)) {
    const hit = resolvePath(path.posix.join(dir, alias[1])) ?? resolvePath(path.posix.join(dir, 'src', alias[1]));
    if (hit || dir === '.' || dir === '/') return hit;
  }
}
function resolvePath(base) {
  const stem = base.replace(/\.(m|c)?jsx?$/, '');
  for (const b of [base, ...['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs'].flatMap((e) => [stem + e, base + e]), ...['.ts', '.tsx', '.mts', '.js'].map((e) => `${base}/index${e}`)]) if (byPath.has(b)) return b;
  return null;
}
const IMPORT = /(?:^|\n)\s*(import|export)\s+(type\s+)?([^;'"]*?\s+from\s+)?['"]((?:\.{1,2}|[@~#])(?:\/[^'"]*)?)['"]|require\(\s*['"](\.{1,2}\/[^'"]*)['"]\s*\)/g;
function graph(withTypes) {
  const edges = new Map();
  for (const f of source) {
    const to = new Set();
    for (const m of f.text.matchAll(IMPORT)) {
      if (f.code[m.index + m[0].search(/import|export|require/)] === ' ') continue; // in a doc comment
      const inlineTypesOnly = m[3] && /^\{\s*(type\s+[^,{}]+,?\s*)+\}\s+from\s+$/.test(m[3].trim() + ' ');
      if (!withTypes && (m[2] || inlineTypesOnly)) continue;
      const r = resolve(f.rel, m[4] || m[5]); if (r && r !== f.rel) to.add(r);
    }
    edges.set(f.rel, [...to]);
  }
  return edges;
}
function components(edges) { // Tarjan, iterative
  const index = new Map(), low = new Map(), on = new Set(), stack = [], found = []; let counter = 0;
  for (const start of edges.keys()) {
    if (index.has(start)) continue;
    const work = [[start, 0]];
    while (work.length) {
      const frame = work[work.length - 1], [v, i] = frame;
      if (i === 0) { index.set(v, counter); low.set(v, counter); counter++; stack.push(v); on.add(v); }
      const next = edges.get(v) || [];
      if (i < next.length) {
        frame[1]++; const w = next[i];
        if (!index.has(w)) work.push([w, 0]); else if (on.has(w)) low.set(v, Math.min(low.get(v), index.get(w)));
      } else {
        work.pop();
        if (work.length) { const u = work[work.length - 1][0]; low.set(u, Math.min(low.get(u), low.get(v))); }
        if (low.get(v) === index.get(v)) { const comp = []; let w; do { w = stack.pop(); on.delete(w); comp.push(w); } while (w !== v); if (comp.length > 1) found.push(comp); }
      }
    }
  }
  return found.sort((a, b) => b.length - a.length);
}
const hard = components(graph(false)), soft = components(graph(true));

// ---- 4. folders, dependencies, SQL -----------------------------------------------------
const children = new Map();
for (const f of source) { const parts = f.rel.split('/'); for (let k = 1; k < parts.length; k++) { const d = parts.slice(0, k).join('/'); if (!children.has(d)) children.set(d, new Set()); children.get(d).add(parts[k]); } }
const widest = [...children].map(([d, s]) => [d, s.size]).sort((a, b) => b[1] - a[1])[0] || ['.', 0];
const depth = median(source.map((f) => f.rel.split('/').length - 1));
const deps = new Map();
for (const p of all.filter((p) => /(^|\/)package\.json$/.test(p) && !SKIP.test(p) && !TEST.test(p) && !isAside(p))) {
  try { const j = JSON.parse(fs.readFileSync(path.join(root, p), 'utf8')); deps.set(p, Object.entries(j.dependencies || {}).filter(([, v]) => !/^workspace:|^file:|^link:/.test(v)).length); } catch { /* not JSON: not ours to judge */ }
}
const owner = new Map(); // package name -> folder
for (const p of all.filter((p) => /(^|\/)package\.json$/.test(p) && !SKIP.test(p))) {
  try { const j = JSON.parse(fs.readFileSync(path.join(root, p), 'utf8')); if (j.name) owner.set(j.name, path.posix.dirname(p)); } catch { /* not JSON */ }
}
const folders = [...owner].sort((a, b) => b[1].length - a[1].length);
const packageOf = (rel) => folders.find(([, d]) => d === '.' || rel.startsWith(`${d}/`))?.[0];
const packageEdges = new Map([...owner.keys()].map((n) => [n, []]));
for (const f of source) {
  const from = packageOf(f.rel); if (!from) continue;
  for (const m of f.text.matchAll(/\bfrom\s+['"]((?:@[^/'"]+\/)?[^./'"@][^/'"]*)/g)) if (f.code[m.index] !== ' ' && owner.has(m[1]) && m[1] !== from) packageEdges.get(from).push(m[1]);
}
const packageCycles = components(packageEdges);
const sql = all.filter((p) => /\.sql$/.test(p) && !SKIP.test(p));

const lens = source.map((f) => f.lines), total = (xs) => xs.reduce((a, f) => a + f.lines, 0), k = sum.code / 1000 || 1;
const one = (x) => (Math.round(x * 10) / 10).toFixed(1), two = (x) => (Math.round(x * 100) / 100).toFixed(2), pct = (a, b) => (b ? Math.round((100 * a) / b) : 0);
const big = [...source].sort((a, b) => b.lines - a.lines);
const R = {
  repo: label, sourceFiles: source.length, tsxFiles: sum.tsx, sourceLines: total(source), loc: sum.code, testFiles: tests.length, testLines: total(tests), asideLines: total(aside),
  medianLines: median(lens), meanLines: Math.round(total(source) / (source.length || 1)), p90Lines: quantile(lens, 0.9), maxLines: big[0]?.lines ?? 0, maxFile: big[0]?.rel ?? '-', biggest: big.slice(0, 5).map((f) => `${f.lines} ${f.rel}`),
  over300Pct: pct(lens.filter((x) => x > 300).length, lens.length), over500Pct: pct(lens.filter((x) => x > 500).length, lens.length),
  medianTestLines: median(tests.map((f) => f.lines)), testPerSource: +two(total(tests) / (total(source) || 1)), commentPct: pct(sum.comment, sum.nonBlank), documentedPct: pct(sum.documented, sum.exported), exported: sum.exported,
  anyCount: sum.any, anyPerKloc: +one(sum.any / k), todoCount: sum.todo, todoPerKloc: +two(sum.todo / k), suppressCount: sum.suppress, suppressPerKloc: +one(sum.suppress / k), defaultExportFiles: sum.defaults,
  medianFunction: median(fnLengths), p90Function: quantile(fnLengths, 0.9), maxFunction: Math.max(0, ...fnLengths.slice(0, 1e5)),
  maxFanOut: widest[1], widestFolder: widest[0], medianDepth: depth,
  cycles: hard.length, filesInCycles: hard.flat().length, largestCycle: hard[0]?.length ?? 0, cyclesWithTypes: soft.length, filesInCyclesWithTypes: soft.flat().length, largestCycleFiles: (hard[0] ?? []).slice(0, 6),
  packageCycles: packageCycles.map((c) => c.join(' <-> ')), packages: deps.size, medianDependencies: median([...deps.values()]), maxDependencies: Math.max(0, ...deps.values()), sqlFiles: sql.length,
};
if (mode === 'json') console.log(JSON.stringify(R, null, 2));
else if (mode === 'files') for (const f of big) console.log(String(f.lines).padStart(6), f.rel);
else if (mode === 'row') console.log(`| ${[R.repo, R.sourceFiles, R.sourceLines, R.medianLines, R.p90Lines, R.maxLines, `${R.over300Pct}%`, `${R.over500Pct}%`, R.testPerSource, `${R.commentPct}%`, `${R.documentedPct}%`, R.anyPerKloc, R.suppressPerKloc, R.todoPerKloc, R.defaultExportFiles, R.maxFanOut, `${R.cycles}: ${R.filesInCycles} (${R.cyclesWithTypes}: ${R.filesInCyclesWithTypes})`, R.medianFunction, R.p90Function].join(' | ')} |`);
else {
  const row = (a, b) => console.log(`${a.padEnd(26)} ${b}`);
  console.log(`# ${label}`);
  row('source files', `${R.sourceFiles} (${R.tsxFiles} tsx), ${R.sourceLines} lines, ${R.loc} LOC`);
  row('lines per file', `median ${R.medianLines}, mean ${R.meanLines}, p90 ${R.p90Lines}, max ${R.maxLines}`);
  row('files over 300 / 500', `${R.over300Pct}% / ${R.over500Pct}%`);
  row('longest', R.biggest.join('\n' + ' '.repeat(27)));
  row('function length', `median ${R.medianFunction}, p90 ${R.p90Function}, max ${R.maxFunction} (heuristic)`);
  row('tests', `${R.testFiles} files, ${R.testLines} lines, median ${R.medianTestLines}; test/source ${R.testPerSource}`);
  row('comment lines', `${R.commentPct}% of non-blank`);
  row("doc'd exports", `${R.documentedPct}% of ${R.exported}`);
  row('any', `${R.anyCount} (${R.anyPerKloc}/kLOC)`);
  row('suppressions', `${R.suppressCount} (${R.suppressPerKloc}/kLOC)`);
  row('TODO/FIXME/HACK/XXX', `${R.todoCount} (${R.todoPerKloc}/kLOC)`);
  row('default-export files', `${R.defaultExportFiles}`);
  row('fan-out', `${R.maxFanOut} in ${R.widestFolder}; median depth ${R.medianDepth}`);
  row('import cycles', `${R.cycles} run-time (${R.filesInCycles} files, largest ${R.largestCycle}); with types ${R.cyclesWithTypes} (${R.filesInCyclesWithTypes} files)`);
  row('package cycles', `${R.packageCycles.length}${R.packageCycles.length ? `: ${R.packageCycles.join('; ')}` : ''}`);
  row('dependencies', `${R.packages} package.json, median ${R.medianDependencies}, max ${R.maxDependencies} run-time`);
  row('.sql files', `${R.sqlFiles}`);
}
NODE
