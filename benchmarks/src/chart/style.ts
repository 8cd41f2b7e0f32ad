/** How the chart looks: ink on paper, Shelf in colour, everyone else in greys. */
export const style = `
  svg { font-family: ui-sans-serif, system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; font-variant-numeric: tabular-nums }
  .paper { fill: #fdfcf9 }
  .title { font-size: 25px; font-weight: 700; fill: #1c1917 }
  .lead { font-size: 14px; fill: #57534e }
  .driver { font-size: 18px; font-weight: 650; fill: #1c1917 }
  .group { font-size: 13px; font-weight: 600; fill: #292524; paint-order: stroke; stroke: #fdfcf9; stroke-width: 5px }
  .name { font-size: 12px; fill: #78716c; text-anchor: end }
  .name.shelf { fill: #0f766e; font-weight: 700 }
  .value { font-size: 12px; fill: #57534e }
  .value.shelf { fill: #0f766e; font-weight: 700 }
  .tick { font-size: 11px; fill: #a8a29e; text-anchor: middle }
  .note { font-size: 11.5px; fill: #78716c }
  .grid { stroke: #e7e5e4 }
  .one { stroke: #78716c; stroke-width: 1.25 }
  .limit { stroke: #d97706; stroke-width: 2; stroke-linecap: round }
  .bar { fill: #a8a29e }
  .bar.shelf { fill: #14b8a6 }
  .bar.objection { fill: #bfbab4 }
  .bar.bookshelf { fill: #d6d3d1 }
  .path { fill: none; stroke: #a8a29e; stroke-width: 1.75 }
  .path.shelf { stroke: #14b8a6; stroke-width: 2.25 }
  .dot { fill: #a8a29e }
  .dot.shelf { fill: #0f766e }
`;
