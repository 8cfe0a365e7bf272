-- Measures in one unit, whatever the file writes: inches, pounds, cubic feet. A unit of measure that is not known leaves the measure unknown.
-- 1 in = 2.54 cm; 1 lb = 453.59237 g = 16 oz; 1 m3 = 35.3147 ft3 = 1,000,000 cm3; 1 ft3 = 1728 in3. reads: nothing
create or replace temp macro in_inches(length, unit) as length * case
    when lower(unit) in ('inches', 'inch', 'in') then 1.0
    when lower(unit) in ('centimeters', 'centimetres', 'centimeter', 'cm') then 1 / 2.54
    when lower(unit) in ('millimeters', 'millimetres', 'mm') then 1 / 25.4
    when lower(unit) in ('meters', 'metres', 'm') then 100 / 2.54
end;

create or replace temp macro in_pounds(weight, unit) as weight * case
    when lower(unit) in ('pounds', 'pound', 'lb', 'lbs') then 1.0
    when lower(unit) in ('ounces', 'ounce', 'oz') then 1.0 / 16
    when lower(unit) in ('grams', 'gram', 'g') then 1 / 453.59237
    when lower(unit) in ('kilograms', 'kilogram', 'kg') then 1 / 0.45359237
end;

create or replace temp macro in_cubic_feet(volume, unit) as volume * case
    when lower(unit) in ('cubic feet', 'cubic foot', 'cubic-feet', 'ft3', 'cu ft') then 1.0
    when lower(unit) in ('cubic meters', 'cubic metres', 'cubic meter', 'm3') then 35.3147
    when lower(unit) in ('cubic centimeters', 'cubic centimetres', 'cm3') then 35.3147 / 1e6
    when lower(unit) in ('cubic inches', 'in3') then 1.0 / 1728
end
