/** A new batch: every field of the request, what it will take, and the start. */

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Controller, useForm, useWatch } from "react-hook-form";
import { useLocation } from "wouter";
import { start } from "../api/actions";
import { ApiError } from "../api/client";
import { DIETS, GOALS, MEAL_TYPES } from "../api/types";
import { EstimateCard } from "../form/estimate";
import { type Checked, checked, EMPTY, type FormValues, requestOf, valuesOf } from "../form/schema";
import { Section } from "../form/section";
import { LAST_BATCH, remember } from "../shell/memory";
import { Page } from "../shell/page";
import { Button } from "../ui/button";
import { Choices, Switch } from "../ui/choices";
import { Field, Select, TextArea } from "../ui/field";
import { Problem } from "../ui/problem";
import { plain, sentence } from "../words";

export default function NewBatch() {
  const [, go] = useLocation();
  const client = useQueryClient();
  const [failure, setFailure] = useState<Error>();
  const key = useRef(crypto.randomUUID()); // a second click, or a second try after a lost answer, starts nothing twice
  const { register, control, handleSubmit, setError, formState } = useForm<FormValues, unknown, Checked>({
    resolver: checked,
    defaultValues: valuesOf(history.state?.request ?? EMPTY),
    mode: "onTouched",
  });
  const values = useWatch({ control });

  const submit = async (form: Checked) => {
    setFailure(undefined);
    try {
      const started = await start(requestOf(form), key.current);
      remember(LAST_BATCH, started.batchId);
      void client.invalidateQueries({ queryKey: ["batches"] });
      go(`/batches/${started.batchId}`);
    } catch (error) {
      key.current = crypto.randomUUID();
      refused(error as Error);
    }
  };

  const refused = (error: Error) => {
    const details = error instanceof ApiError ? Object.entries(error.details) : [];
    const fields = details.filter(([name]) => name in EMPTY);
    fields.forEach(([name, message], index) => {
      setError(name as keyof FormValues, { message: sentence(message) }, { shouldFocus: index === 0 });
    });
    if (fields.length === 0) setFailure(error);
  };

  const field = (name: keyof FormValues) => ({ ...register(name), error: formState.errors[name]?.message });
  return (
    <Page title="A new batch" below="Only the number is needed. Everything else narrows down what is written.">
      <form
        onSubmit={handleSubmit(submit)}
        noValidate
        className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]"
      >
        <div className="space-y-8">
          <Section title="What to cook">
            <div className="grid gap-4 sm:grid-cols-2">
              <Field label="Recipes" unit="of 100" inputMode="numeric" autoComplete="off" {...field("count")} />
              <Field
                label="Main ingredient"
                placeholder="Any"
                autoComplete="off"
                maxLength={100}
                {...field("mainIngredient")}
              />
            </div>
            <Controller
              control={control}
              name="mealTypes"
              render={({ field: { value, onChange }, fieldState }) => (
                <Choices
                  label="Meals"
                  hint="None chosen means all of them."
                  options={MEAL_TYPES}
                  value={value}
                  onChange={onChange}
                  error={fieldState.error?.message}
                />
              )}
            />
            <TextArea
              label="In your own words"
              placeholder="Autumn flavours, nothing that needs an oven"
              rows={3}
              {...field("naturalLanguagePrompt")}
            />
          </Section>

          <Section title="For whom">
            <Controller
              control={control}
              name="dietaryRestrictions"
              render={({ field: { value, onChange }, fieldState }) => (
                <Choices
                  label="Diets"
                  hint="Every recipe keeps to all of them."
                  options={DIETS}
                  value={value}
                  onChange={onChange}
                  error={fieldState.error?.message}
                />
              )}
            />
            <div className="grid gap-4 sm:grid-cols-2">
              <Select label="Goal" {...field("fitnessGoal")}>
                <option value="">None in particular</option>
                {GOALS.map((goal) => (
                  <option key={goal} value={goal}>
                    {sentence(plain(goal))}
                  </option>
                ))}
              </Select>
              <Field label="Ready in at most" unit="min" inputMode="numeric" {...field("maxPrepTime")} />
            </div>
          </Section>

          <Section title="Limits, per serving">
            <div className="grid grid-cols-2 gap-4">
              <Field label="Energy, target" unit="kcal" inputMode="numeric" {...field("targetCalories")} />
              <Field label="Energy, most" unit="kcal" inputMode="numeric" {...field("maxCalories")} />
              <Field label="Protein, least" unit="g" inputMode="decimal" {...field("minProtein")} />
              <Field label="Protein, most" unit="g" inputMode="decimal" {...field("maxProtein")} />
              <Field label="Carbs, least" unit="g" inputMode="decimal" {...field("minCarbs")} />
              <Field label="Carbs, most" unit="g" inputMode="decimal" {...field("maxCarbs")} />
              <Field label="Fat, least" unit="g" inputMode="decimal" {...field("minFat")} />
              <Field label="Fat, most" unit="g" inputMode="decimal" {...field("maxFat")} />
            </div>
          </Section>

          <Section title="How">
            <Controller
              control={control}
              name="enableImageGeneration"
              render={({ field: { value, onChange } }) => (
                <Switch
                  label="Photograph every recipe"
                  hint="Most of the cost, and most of the time."
                  checked={value}
                  onChange={onChange}
                />
              )}
            />
            <Controller
              control={control}
              name="enableS3Upload"
              render={({ field: { value, onChange } }) => (
                <Switch
                  label="Keep pictures in our storage"
                  hint="In smaller sizes, for the web."
                  checked={value}
                  onChange={onChange}
                />
              )}
            />
            <Controller
              control={control}
              name="enableNutritionValidation"
              render={({ field: { value, onChange } }) => (
                <Switch
                  label="Check the nutrition"
                  hint="Recipes that do not add up are mended or written again."
                  checked={value}
                  onChange={onChange}
                />
              )}
            />
            <Controller
              control={control}
              name="overnight"
              render={({ field: { value, onChange } }) => (
                <Switch
                  label="Make it overnight"
                  hint="At half the price, where the provider takes such work. It may take up to a day."
                  checked={value}
                  onChange={onChange}
                />
              )}
            />
            <Field
              label="Seed"
              hint="The same seed plans the same dishes. Left empty, every batch is new."
              inputMode="numeric"
              className="sm:w-1/2"
              {...field("seed")}
            />
          </Section>
        </div>

        <aside className="space-y-4 lg:sticky lg:top-24">
          <EstimateCard values={values as FormValues} />
          <Field
            label="Spend at most"
            unit="USD"
            hint="The batch stops paying there. What is saved by then stays."
            inputMode="decimal"
            placeholder="No cap"
            {...field("budgetUsd")}
          />
          <Problem error={failure} focus />
          <Button look="primary" type="submit" busy={formState.isSubmitting} className="w-full">
            {formState.isSubmitting ? "Starting …" : "Start the batch"}
          </Button>
        </aside>
      </form>
    </Page>
  );
}
