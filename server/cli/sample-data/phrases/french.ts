import type { Phrases } from './phrases.ts';

export const french: Phrases = {
  subjects: [
    '{product} s’arrête avec {code}',
    'Facture {number} : montant erroné',
    'Impossible de se connecter sur {device}',
    'Commande {number} jamais arrivée à {city}',
    'Comment importer {file} dans {product} ?',
    'Débit en double pour la commande {number}',
    '{product} très lent depuis la version {version}',
  ],
  greetings: ['Bonjour,', 'Bonsoir,', 'Madame, Monsieur,', 'Chère équipe,'],
  problems: [
    'depuis ce matin, {product} affiche {code} dès que j’enregistre.',
    'nous avons ouvert {file} et la moitié des colonnes est vide.',
    'sur mon {device}, la page de connexion se recharge sans cesse.',
    'la facture {number} porte encore notre ancienne adresse à {city}.',
    'la commande {number} a été débitée deux fois.',
    'les accents disparaissent à l’exportation : « été » devient « t ».',
  ],
  details: [
    'Tout fonctionnait jusqu’à vendredi dernier.',
    'Un redémarrage n’a rien changé.',
    'Ma collègue {name} constate la même chose.',
    'La référence est {number}.',
    'Nous utilisons la version {version} derrière un proxy.',
    'Notre comptable à {city} en a besoin avant la fin de la semaine.',
  ],
  closings: ['Merci d’avance !', 'Bien cordialement, {name}', 'Merci de votre aide', 'Cordialement'],
  additions: [
    'Cela vient de se reproduire, cette fois avec {code}.',
    'Voici le numéro demandé : {number}.',
    'J’ai déjà essayé, sans succès.',
    'Avez-vous des nouvelles ? Nos collègues de {city} attendent.',
  ],
  thanks: [
    'Ça marche de nouveau, merci beaucoup !',
    'Parfait, merci pour la réponse rapide.',
    'Problème réglé 🙂',
  ],
  returns: ['Malheureusement le problème est revenu : {code}.', 'La facture {number} est toujours fausse.'],
  questions: [
    'Pourriez-vous nous envoyer le texte exact du message et l’heure ?',
    'Quelle version utilisez-vous ? Elle se trouve dans **Paramètres**, *À propos de {product}*.',
    'S’agit-il bien de la commande {number} ?',
    'Le problème apparaît-il aussi sur un autre appareil que {device} ?',
  ],
  updates: [
    'Merci pour le signalement. Je reproduis le problème avec {file}.',
    'J’ai transmis votre demande à l’équipe de {product}.',
    'Le correctif est en cours de test et sera livré avec la version {version}.',
  ],
  solutions: [
    'C’est corrigé dans la version {version}. Veuillez recharger la page.',
    'La facture {number} est rectifiée, le nouveau PDF est dans votre compte.',
    'Nous avons remboursé {number}. Comptez trois jours ouvrés.',
  ],
};
