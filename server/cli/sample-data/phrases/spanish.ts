import type { Phrases } from './phrases.ts';

export const spanish: Phrases = {
  subjects: [
    '{product} se detiene con {code}',
    'La factura {number} tiene un importe equivocado',
    'No puedo iniciar sesión en {device}',
    '¿Cómo importo {file} en {product}?',
    'El pedido {number} no ha llegado a {city}',
    'Cobro duplicado del pedido {number}',
  ],
  greetings: ['Hola:', 'Buenos días:', 'Estimado equipo:', 'Buenas tardes:'],
  problems: [
    'desde esta mañana {product} muestra {code} cada vez que guardo.',
    'abrimos {file} y la mitad de las columnas está vacía.',
    'en mi {device} la página de inicio de sesión se recarga sin parar.',
    'la factura {number} lleva todavía nuestra dirección antigua de {city}.',
    'el pedido {number} se cobró dos veces.',
    'la búsqueda no encuentra «mañana» ni «año» en {product}.',
  ],
  details: [
    'Hasta el viernes pasado funcionaba.',
    'Reiniciar no ha servido de nada.',
    'A mi compañera {name} le ocurre lo mismo.',
    'La referencia es {number}.',
    'Usamos la versión {version} detrás de un proxy.',
    'La gestoría de {city} lo necesita antes del fin de semana.',
  ],
  closings: ['¡Muchas gracias!', 'Un saludo, {name}', 'Quedo a la espera', 'Gracias de antemano'],
  additions: [
    'Acaba de pasar otra vez, ahora con {code}.',
    'El número que me pedían es {number}.',
    'Ya lo he probado y sigue igual.',
    '¿Hay alguna novedad? En {city} nos están preguntando.',
  ],
  thanks: ['¡Ya funciona, muchas gracias!', 'Perfecto, gracias por la rapidez.', 'Solucionado 🎉'],
  returns: ['Por desgracia ha vuelto el error {code}.', 'La factura {number} sigue estando mal.'],
  questions: [
    '¿Podría enviarnos el texto exacto del mensaje y la hora?',
    '¿Qué versión utiliza? La encontrará en **Ajustes**, *Acerca de {product}*.',
    '¿Se refiere al pedido {number}?',
  ],
  updates: [
    'Gracias por avisar. Puedo reproducirlo aquí con {file}.',
    'He pasado el caso al equipo de {product}.',
    'La corrección está en pruebas y saldrá con la versión {version}.',
  ],
  solutions: [
    'Está corregido en la versión {version}. Recargue la página, por favor.',
    'La factura {number} está rectificada; el PDF nuevo está en su cuenta.',
    'Hemos devuelto {number}. Puede tardar tres días laborables.',
  ],
};
