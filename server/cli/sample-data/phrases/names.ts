/** First and last names by language, and what fills the slots of phrases. */
export const NAMES = {
  english: [
    ['Olivia', 'James', 'Grace', 'Noah', 'Chloe', 'Owen', 'Amara', 'Liam', 'Ruth', 'Tariq', 'Megan', 'Dylan'],
    ['Carter', 'Hughes', 'Okafor', 'Patel', 'Bennett', 'Reid', 'Murphy', 'Walsh', 'Nguyen', 'Foster', 'Shaw'],
  ],
  german: [
    ['Anna', 'Jürgen', 'Lena', 'Björn', 'Katharina', 'Felix', 'Zoë', 'Matthias', 'Greta', 'Uwe'],
    ['Müller', 'Schäfer', 'Weiß', 'Köhler', 'Becker', 'Vogel', 'Yılmaz', 'Krüger', 'Lang'],
  ],
  french: [
    ['Élodie', 'François', 'Chloé', 'Mathieu', 'Aïcha', 'Benoît', 'Léa', 'Hélène'],
    ['Dubois', 'Lefèvre', 'Moreau', 'Bensaïd', 'Garnier', 'Chevallier', 'Noël'],
  ],
  spanish: [
    ['Lucía', 'Andrés', 'Íñigo', 'María José', 'Begoña', 'Joaquín', 'Nuria'],
    ['García', 'Muñoz', 'Peña', 'Ibáñez', 'Ortega', 'Núñez', 'Vázquez'],
  ],
  polish: [
    ['Łukasz', 'Małgorzata', 'Paweł', 'Agnieszka', 'Jędrzej', 'Zofia'],
    ['Wiśniewska', 'Kowalczyk', 'Zając', 'Dąbrowski', 'Wójcik', 'Król'],
  ],
  russian: [
    ['Ольга', 'Дмитрий', 'Наталья', 'Артём', 'Ирина', 'Сергей'],
    ['Соколова', 'Кузнецов', 'Ковалёва', 'Фёдоров', 'Лебедева', 'Морозов'],
  ],
  japanese: [
    ['美咲', '健太', '結衣', '大輔', 'さくら', '直樹'],
    ['佐藤', '鈴木', '高橋', '渡辺', '小林', '山田'],
  ],
  arabic: [
    ['ليلى', 'عمر', 'نور', 'يوسف', 'هدى', 'خالد'],
    ['الحسن', 'منصور', 'السيد', 'حداد', 'العلي', 'قاسم'],
  ],
} as const;

export type Language = keyof typeof NAMES;

export const PRODUCTS = [
  'Invoice Export',
  'Calendar Sync',
  'Atlas',
  'Payroll',
  'Mail Gateway',
  'Reports',
  'Mobile App',
  'Webshop',
  'Warehouse Scanner',
  'Billing Portal',
  'Single Sign-On',
  'Backup',
  'Importer',
  'Public API',
  'Chat Widget',
  'Dashboard',
] as const;

export const CITIES = [
  'Leeds',
  'Köln',
  'Zürich',
  'Lyon',
  'Málaga',
  'Łódź',
  'Казань',
  '大阪',
  'القاهرة',
  'São Paulo',
  'Malmö',
  'Galway',
  'Porto',
  'Brno',
  'Toronto',
  'Nairobi',
] as const;

export const DEVICES = [
  'Pixel 9',
  'iPhone 16',
  'ThinkPad T14',
  'MacBook Air',
  'Galaxy Tab',
  'Surface Pro',
  'Fire Tablet',
] as const;

/** Companies of customers, as labels of the reserved domain `.example`: mail to them reaches no person. */
export const COMPANIES = [
  'brightwater',
  'nordlicht',
  'maison-verte',
  'sol-y-mar',
  'kwadrat',
  'tsukimi',
  'oakfield',
  'harbour-logistics',
  'papierwerk',
  'alpenblick',
  'quantum-bikes',
  'granit',
] as const;
