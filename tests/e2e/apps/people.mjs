// The invented practitioners of the two applications: `note` is what each card says, `mark` what is painted of it, if anything.

export const PEOPLE = [
  { slug: "capucine-vernaison", name: "Dr Capucine Vernaison", job: "Chirurgienne-dentiste", distance: 4, note: "Pas de CMU ni d’AME.", mark: "Pas de CMU ni d’AME" },
  { slug: "octave-tremblois", name: "Dr Octave Tremblois", job: "Médecin généraliste", distance: 1, note: "C2S et AME acceptées, tiers payant." },
  { slug: "hyacinthe-morvanneau", name: "Dr Hyacinthe Morvanneau", job: "Dermatologue", distance: 9, note: "CMU : uniquement le mardi matin", mark: "CMU : uniquement le mardi matin" },
  { slug: "rosalba-quintard", name: "Mme Rosalba Quintard", job: "Sage-femme", distance: 2, note: "Ne prend pas de nouvelles patientes." },
  { slug: "lubin-castagnede", name: "Dr Lubin Castagnède", job: "Dermatologue", distance: 6, note: "Les patients AME ne sont pas acceptés.", mark: "patients AME ne sont pas acceptés" },
  { slug: "aglae-vermandois", name: "Dr Aglaé Vermandois", job: "Pédiatre", distance: 3, note: "Reçoit les enfants jusqu’à 16 ans." },
];

/** The words of a profile and of its booking. */
export const BIO = "Le cabinet ne prend pas les patients CMU.";
export const BIO_MARK = "ne prend pas les patients CMU";
export const MOTIVES = ["Première consultation", "Consultation de suivi", "Détartrage, pas de CMU"];
