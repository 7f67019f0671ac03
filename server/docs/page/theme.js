// Applies the theme of the desk (stored by its settings, else the system's) before the first paint, and follows changes.
// A file, because the Content-Security-Policy forbids inline scripts.
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

function storedTheme() {
  try {
    return localStorage.getItem('theme');
  } catch {
    // Storage is blocked: use the system theme.
    return null;
  }
}

function applyTheme() {
  const theme = storedTheme();
  const isChosen = theme === 'light' || theme === 'dark';
  const root = document.documentElement;
  if (isChosen) root.dataset.theme = theme;
  else delete root.dataset.theme;
  // The class is Swagger UI's own switch.
  root.classList.toggle('dark-mode', isChosen ? theme === 'dark' : systemIsDark.matches);
}

applyTheme();
systemIsDark.addEventListener('change', applyTheme);
addEventListener('storage', applyTheme);
