/** Offers text as a file to keep. Before a CSV stands the mark by which spreadsheets read it as UTF-8. */
export function saveText(fileName: string, text: string, { type = 'text/csv' } = {}): void {
  const parts = type === 'text/csv' ? ['\uFEFF', text] : [text];
  const address = URL.createObjectURL(new Blob(parts, { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}
