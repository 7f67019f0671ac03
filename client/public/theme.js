// Applies the saved theme before the first paint, to avoid a white flash in dark mode, and when another tab changes it.
// A separate file, because the Content-Security-Policy forbids inline scripts.
function applyTheme() {
  try {
    const theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  } catch {
    // Storage is blocked: use the system theme.
  }
}
applyTheme();
addEventListener('storage', (event) => {
  if (event.key === 'theme') applyTheme();
});
// The page leaves the back-forward cache.
addEventListener('pageshow', (event) => {
  if (event.persisted) applyTheme();
});
