// Applies the saved theme before the first paint, to avoid a white flash in dark mode.
// A separate file, because the Content-Security-Policy forbids inline scripts.
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is blocked: use the system theme.
}
