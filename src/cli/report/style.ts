/** How a report looks on a screen, light or dark, and on paper. */
export const style = `
:root { color-scheme: light dark; --ink: #1b1b1b; --soft: #555; --paper: #fff; --line: #c9c9c9; --band: #f4f4f4; --bad: #a11; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ececec; --soft: #b5b5b5; --paper: #161616; --line: #4a4a4a; --band: #222; --bad: #ff8f8f; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 78rem; padding: 1.5rem; color: var(--ink); background: var(--paper); font: 1rem/1.45 system-ui, sans-serif; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.3rem; margin-top: 2.5rem; border-bottom: 2px solid var(--line); } h3 { font-size: 1.1rem; margin-top: 2rem; }
p.soft, caption { color: var(--soft); } p.bad { color: var(--bad); font-weight: 600; }
a { color: inherit; } a:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: .5rem 0 1rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; margin: .5rem 0 1.2rem; font-size: .92rem; }
caption { text-align: left; padding: .2rem 0; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
th { white-space: nowrap; }
tbody tr:nth-child(even) { background: var(--band); }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } table { min-width: 40rem; } }
.wide { overflow-x: auto; } .wide:focus-visible { outline: 3px solid currentColor; }
@media print {
  :root { --ink: #000; --soft: #333; --paper: #fff; --line: #999; --band: #fff; --bad: #000; }
  body { max-width: none; padding: 0; font-size: 9.5pt; } nav { display: none; }
  h2, h3, caption, thead { break-after: avoid; } tr { break-inside: avoid; } .wide { overflow: visible; } table { min-width: 0; } thead { display: table-header-group; }
}
`;
