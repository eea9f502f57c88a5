// Unit tests of the search over names.

import assert from "node:assert/strict";
import { test } from "node:test";
import { identifierIn, indexOf, near, search } from "../../../viz/assets/js/match.js";

const entry = (names, id, weight = 1, first = false) => ({ names, id, weight, first });
const INDEX = indexOf([
  entry(["GRPO-Guard: Regulated Clipping"], "arxiv:2510.22319", 5),
  entry(["group relative policy optimization", "GRPO"], "group relative policy optimization", 2, true),
  entry(["DeepSeek-R1: Incentivizing Reasoning"], "arxiv:2501.12948", 6),
  entry(["Albert Gu"], "albert gu"),
  entry(["Méthode française"], "doi:10.1000/ab"),
]);

test("an exact alias of a topic comes before papers that start with it", () => {
  assert.deepEqual(search(INDEX, "GRPO"), [1, 0]);
});

test("a paper comes before the topic that has its name as an alias", () => {
  const index = indexOf([entry(["DeepSeek", "DeepSeek-R1"], "deepseek", 5, true), { ...entry(["DeepSeek-R1: Incentivizing Reasoning"], "arxiv:2501.12948", 2), head: "DeepSeek-R1" }]);
  assert.deepEqual(search(index, "deepseek-r1"), [1, 0]);
  assert.deepEqual(search(index, "deepseek"), [0, 1]);
});

test("a paper comes before a topic of this alias if the name has several words, unless the topic is named so", () => {
  const paper = { ...entry(["SAM 2: Segment Anything in Images"], "arxiv:2408.00714", 4), head: "SAM 2" };
  assert.deepEqual(search(indexOf([entry(["Segment Anything", "SAM 2"], "segment anything", 5, true), paper]), "sam 2"), [1, 0]);
  assert.deepEqual(search(indexOf([entry(["SAM 2"], "sam 2", 5, true), paper]), "sam 2"), [0, 1]);
});

test("addresses and identifiers find their node", () => {
  assert.equal(identifierIn("https://arxiv.org/pdf/2501.12948v2"), "2501.12948");
  assert.deepEqual(search(INDEX, "https://arxiv.org/abs/2501.12948"), [2]);
  assert.deepEqual(search(INDEX, "https://doi.org/10.1000/AB"), [4]);
});

test("typing errors, missing spaces and accents do not matter", () => {
  assert.deepEqual(search(INDEX, "deepseekr1"), [2]);
  assert.deepEqual(search(INDEX, "incentivising reasonning"), [2]);
  assert.deepEqual(search(INDEX, "Albret Gu"), [3]);
  assert.deepEqual(search(INDEX, "methode francaise"), [4]);
  assert.deepEqual(search(INDEX, "zzzz"), []);
});

test("words are near if few letters differ", () => {
  assert.ok(near("albret", "albert", 1));
  assert.ok(!near("alpha", "omega", 2));
  for (const [one, other, most, is] of [["abcd", "abdc", 1, true], ["abcd", "bacd", 1, true], ["abcd", "badc", 1, false], ["abcd", "badc", 2, true], ["abcdef", "abcd", 2, true], ["abcdef", "abcd", 1, false], ["", "ab", 2, true], ["xabcd", "abcdx", 2, true], ["same", "same", 1, true]])
    assert.equal(near(one, other, most), is, `${one} ${other} ${most}`);
});
