/** The stuff that names in the load are made of: as varied as those of a real address book, and the same on every run. */

const list = (text: string): readonly string[] => text.trim().split(/\s+/)

export const firstNames = list(`
  Ada Alan Alice Amélie Anna Anton Arne Barbara Ben Björn Camille Carla Carlos Charlotte Chiara Clara Claudia Daniel
  David Dieter Elena Elif Emil Emma Erik Eva Fatima Felix Fiona Florian Frank Gabriel Giulia Grace Greta Hanna Hans Helena
  Henrik Hugo Ines Ingrid Isabel Ivan Jakob Jan Jana Jean Jonas José Julia Jürgen Karin Karl Katrin Klara Lars Laura Lea
  Lena Leon Lina Luca Lucía Lukas Magda Manuel Marek Maria Marie Martin Mateo Matthias Maya Mehmet Mia Michael Mila Mónica
  Nadia Nele Nico Nina Noah Olga Olivia Oscar Paula Pavel Pedro Peter Petra Pia Rafael René Robert Rosa Samuel Sara Sofia
  Stefan Sven Tamara Theo Thomas Tim Tomáš Ursula Valentina Vera Viktor Walter Yasmin Zoé`)

export const lastNames = list(`
  Albrecht Andersson Arnold Bach Baker Barbieri Bauer Becker Bergmann Bernard Bianchi Blanc Brandt Braun Brown Busch Carter
  Castillo Clark Colombo Conti Costa Cruz Dahl Davies Delacroix Dietrich Dubois Duran Eder Eriksson Esposito Evans Fabre
  Ferrari Fischer Fontaine Fournier Frank Fuchs Gallo García Gerber Girard Gonzalez Graf Gruber Haas Hahn Hansen Hartmann
  Heinrich Henry Herrmann Hoffmann Holm Horvath Huber Hughes Jansen Jensen Johansson Kaiser Keller Klein Koch Kowalski Kraus
  Krüger Kuhn Lambert Lang Larsen Lefèvre Lehmann Lindberg Lombardi Lopez Lorenz Ludwig Maier Marino Martin Martínez Mayer
  Mercier Meyer Moreau Moretti Moser Müller Nagy Neumann Nguyen Nielsen Novak Novotný Olsen Otto Owen Pace Peeters Pereira
  Petersen Pfeiffer Pohl Popescu Ramos Reed Richter Ricci Rinaldi Robert Romero Rossi Roth Rousseau Roux Russo Ruiz Sauer
  Schäfer Schmid Schmidt Schneider Scholz Schubert Schulz Schwarz Seidel Silva Simon Sommer Stein Svensson Szabó Thomas Torres
  Tóth Turner Vargas Vasquez Vidal Vogel Vogt Wagner Walker Weber Weiss Werner White Winkler Winter Wolf Wright Young Ziegler`)

/** First, second and third syllables of invented company names: 28,800 of them. */
export const syllables: readonly [readonly string[], readonly string[], readonly string[]] = [
  list(`Al Am Ar Bel Ben Bor Cal Cor Dal Del Dor Eks El Fal Fen Gal Gor Hal Hel Ill Jun Kal Kor Lam Lin Lor Mal Mer Mor Nav
    Nor Ol Or Pal Pel Quin Ral Ron Sal Sen Sol Tal Tor Ul Val Ver Vol Wen Xan Zel`),
  list('a be ci da de do fi ga go la le li mi mo na ni no ra re ri ro sa ta vi'),
  list(
    'bex con dex dia fin gon lex line lis lon max mar mont net nis phan quo ra rex ron sys tec tis ton trix vant via vis',
  ),
]

export const trades = list(`
  Automation Analytics Bau Bikes Biotech Capital Chemie Clinic Cloud Consulting Dental Design Druck Electronics Energie
  Engineering Events Farms Finance Foods Freight Furniture Garden Glass Health Holding Hotels Immobilien Industrie Instruments
  Interiors Labs Legal Licht Logistics Machinery Maritime Marketing Media Medical Metall Mode Motors Optik Paper Pharma Plastics
  Power Print Rail Research Retail Robotics Schools Security Software Solar Sports Steel Systems Tech Telecom Textil Tools Toys
  Travel Utilities Verlag Water Weine Werkzeuge Wood`)

export const legalForms = [
  'GmbH',
  'GmbH',
  'GmbH & Co. KG',
  'AG',
  'Ltd',
  'Ltd',
  'Inc',
  'LLC',
  'S.A.',
  'SARL',
  'S.p.A.',
  'B.V.',
  'AB',
  's.r.o.',
  'e.K.',
]

export const cities: readonly { city: string; country: string; postalCode: string }[] = `
  Berlin DE 10115, Hamburg DE 20095, München DE 80331, Köln DE 50667, Frankfurt DE 60311, Stuttgart DE 70173, Leipzig DE 04109,
  Bremen DE 28195, Wien AT 1010, Graz AT 8010, Linz AT 4020, Zürich CH 8001, Basel CH 4051, Genève CH 1201, Paris FR 75001,
  Lyon FR 69001, Marseille FR 13001, Nantes FR 44000, Milano IT 20121, Roma IT 00118, Torino IT 10121, Madrid ES 28001,
  Barcelona ES 08001, Valencia ES 46001, Lisboa PT 1100, Amsterdam NL 1011, Utrecht NL 3511, Bruxelles BE 1000,
  København DK 1050, Stockholm SE 11120, Göteborg SE 41101, Oslo NO 0150, Helsinki FI 00100, Warszawa PL 00001, Kraków PL 30001,
  Praha CZ 11000, Brno CZ 60200, Budapest HU 1011, London GB EC1A, Manchester GB M1, Dublin IE D01, Austin US 73301,
  Boston US 02108, Chicago US 60601, Denver US 80202, Seattle US 98101`
  .split(',')
  .map((entry) => {
    const [city = '', country = '', postalCode = ''] = entry.trim().split(/\s+/)
    return { city, country, postalCode }
  })

export const streets = list(`
  Bahnhofstraße Hauptstraße Gartenweg Lindenallee Schillerplatz Marktgasse Kirchweg Hafenstraße Ringstraße Parkallee Highstreet
  Broadway Kingsroad Ruenationale Viaroma Callemayor Rosenweg Seestraße Industriestraße Mühlweg`)

export const jobTitles = [
  'Chief Executive',
  'Managing Director',
  'Head of Purchasing',
  'Buyer',
  'Head of IT',
  'IT Manager',
  'Operations Manager',
  'Plant Manager',
  'Finance Director',
  'Accountant',
  'Head of Marketing',
  'Marketing Manager',
  'Project Manager',
  'Sales Manager',
  'Engineer',
  'Office Manager',
  'Assistant',
  'Consultant',
  'Team Lead',
  'Owner',
]

export const departments = [
  'Purchasing',
  'IT',
  'Operations',
  'Finance',
  'Marketing',
  'Sales',
  'Production',
  'Management',
]

export const campaigns = [
  'Spring fair',
  'Autumn fair',
  'Webinar: energy',
  'Newsletter',
  'Partner day',
  'Search ads',
  'Cold calls',
]

export const dealKinds = [
  'Renewal',
  'Expansion',
  'New site',
  'Pilot',
  'Framework contract',
  'Maintenance',
  'Licences',
  'Retrofit',
  'Training',
]

export const activitySubjects = [
  'Call about the offer',
  'Follow up on quote',
  'Meeting on site',
  'Send documents',
  'Introduce the product',
  'Clarify open points',
  'Check delivery date',
  'Discuss prices',
  'Prepare contract',
  'Ask for feedback',
  'Invite to webinar',
  'Remind of payment',
  'Demo',
  'Quarterly review',
  'Plan next steps',
]
