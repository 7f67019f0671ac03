import type { Phrases } from './phrases.ts';

export const polish: Phrases = {
  subjects: [
    '{product} kończy się błędem {code}',
    'Faktura {number} ma złą kwotę',
    'Nie mogę się zalogować na {device}',
    'Zamówienie {number} nie dotarło do: {city}',
    'Jak wczytać {file} do {product}?',
  ],
  greetings: ['Dzień dobry,', 'Witam,', 'Cześć,', 'Szanowni Państwo,'],
  problems: [
    'od rana {product} pokazuje {code} przy każdym zapisie.',
    'otworzyliśmy {file} i połowa kolumn jest pusta.',
    'na moim {device} strona logowania ciągle się odświeża.',
    'na fakturze {number} widnieje nasz stary adres: {city}.',
    'zamówienie {number} zostało opłacone dwa razy.',
  ],
  details: [
    'Do piątku wszystko działało.',
    'Ponowne uruchomienie nie pomogło.',
    'Koleżanka {name} ma to samo na innym komputerze.',
    'Numer sprawy to {number}.',
    'Używamy wersji {version}.',
  ],
  closings: ['Z góry dziękuję!', 'Pozdrawiam, {name}', 'Proszę o sprawdzenie'],
  additions: [
    'Właśnie stało się to znowu, tym razem {code}.',
    'Oto numer, o który Państwo prosili: {number}.',
    'Już próbowałem, niestety bez skutku.',
  ],
  thanks: ['Działa, bardzo dziękuję!', 'Świetnie, dzięki za szybką pomoc.'],
  returns: ['Niestety błąd {code} wrócił.', 'Faktura {number} nadal jest nieprawidłowa.'],
  questions: [
    'Czy może Pan podać dokładną treść komunikatu i godzinę?',
    'Jakiej wersji Państwo używają? Jest w menu **Ustawienia**, *O {product}*.',
  ],
  updates: [
    'Dziękuję za zgłoszenie. Potrafię to odtworzyć na pliku {file}.',
    'Poprawka jest testowana, ukaże się w wersji {version}.',
  ],
  solutions: [
    'Błąd jest naprawiony w wersji {version}. Proszę odświeżyć stronę.',
    'Faktura {number} jest poprawiona, nowy PDF czeka na koncie.',
  ],
};
