/** A whole SVG document on a white background. */
export const svg = (width: number, height: number, parts: string[]) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#333">
<rect width="100%" height="100%" fill="#fff"/>
${parts.join('\n')}
</svg>
`;

type TextOptions = { anchor?: 'start' | 'middle' | 'end'; weight?: number; size?: number; fill?: string };

export const text = (x: number, y: number, content: string, options: TextOptions = {}) => {
  const { anchor = 'start', weight = 400, size = 12, fill = '#333' } = options;
  const escaped = content.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" font-weight="${weight}" font-size="${size}" fill="${fill}">${escaped}</text>`;
};

export const path = (d: string, stroke: string, more = '') =>
  `<path d="${d}" fill="none" stroke="${stroke}" ${more}/>`;
