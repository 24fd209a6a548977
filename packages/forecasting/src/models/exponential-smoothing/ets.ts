import { defineModel } from '../define-model.ts';
import { fitForms } from './fit-forms.ts';
import { ETS_FORMS, type EtsForm, etsForm } from './form.ts';

export interface EtsOptions {
  /** the form to fit, for example 'MAM', 'ANN' or 'AAdA'; the best of all that fit the data if left out */
  form?: string;
  /** the forms to choose from; all admissible ones without `multiplicativeTrend` if left out */
  forms?: readonly string[];
  /** also tries trends that are a factor per period (forms MMN, MMdN, MMM, MMdM); false if left out */
  multiplicativeTrend?: boolean;
}

/** Seasons up to this length have a state per period; those of a longer one would outnumber what they explain. */
const LONGEST_SEASON = 24;

export const ets = defineModel<EtsOptions>({
  name: 'ets',
  fit(input, options) {
    const period = input.seasonalPeriods.filter((length) => length <= LONGEST_SEASON).at(-1) ?? 1;
    const asked = askedForms(options);
    const forms = asked.filter(
      (form) =>
        (form.season === 'N' || period > 1) &&
        (input.smallest > 0 || (form.error === 'A' && form.season !== 'M' && !form.growth)),
    );
    return fitForms(input, forms, { period });
  },
});

function askedForms({ form, forms, multiplicativeTrend = false }: EtsOptions): readonly EtsForm[] {
  if (form !== undefined) return [etsForm(form)];
  if (forms !== undefined) return forms.map(etsForm);
  return ETS_FORMS.filter(({ growth }) => multiplicativeTrend || !growth);
}
